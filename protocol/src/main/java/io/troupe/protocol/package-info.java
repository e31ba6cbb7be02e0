/**
 * The words of Troupe: the domain model, its commands, replies, events and views, and the rules that one record can check alone.
 *
 * <p>Everything here is an immutable record, an enum or a sealed interface of records. There is no behaviour beyond validation, no
 * input or output, no Akka, and no dialect's name: Marathon, Kubernetes and Mesos are translations at the edge. All other modules
 * depend on this one and it depends on none. Events and the records they hold are stored for ever: change them only by adding
 * fields, or with a migration.
 */
@NullMarked
package io.troupe.protocol;

import org.jspecify.annotations.NullMarked;

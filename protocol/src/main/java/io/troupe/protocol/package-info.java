/**
 * The words of Troupe: the domain model, the commands that ask for a change, the replies, and the events that say what
 * happened. Everything here is an immutable value that may be stored in the journal or sent to another machine. It holds
 * no behaviour beyond validation: no I/O, no clock, no actor system. Every other module may use it; it uses none of them.
 */
@NullMarked
package io.troupe.protocol;

import org.jspecify.annotations.NullMarked;

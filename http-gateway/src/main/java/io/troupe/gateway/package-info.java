/**
 * The voice of Troupe: Akka HTTP, one package below this one for each dialect, metrics and event streams. A dialect
 * is routes, wire records, a translator and its errors; dialects do not see each other and hand the domain model
 * to {@code cluster}. Decisions about what should run may not be made here. This package itself is the server: who may ask, what every
 * answer carries, and which dialects there are.
 */
@NullMarked
package io.troupe.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * The voice of Troupe: the HTTP listener, one package a dialect, events and metrics. A dialect is routes, wire records,
 * a translator and its errors; its types stop at the translator, and dialects do not see each other. It may use {@code
 * protocol} and {@code cluster}. Nothing is stored here and nothing is decided here.
 */
@NullMarked
package io.troupe.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * The hands of Troupe: the agent of one machine, its container engines, and {@code main()}, which wires everything into
 * one JVM. What runs on the machine is the truth here; what should run is told by the supervisors of {@code cluster}.
 * Only {@code main()} may know the gateway.
 */
@NullMarked
package io.troupe.node;

import org.jspecify.annotations.NullMarked;

/**
 * How it is found out whether an instance serves: checks, what they try, and what came of them.
 *
 * <p>{@link io.troupe.protocol.health.CheckSpec} belongs to a container of a revision, and its purpose says what follows from it.
 * {@link io.troupe.protocol.health.CheckResult} is what the agent knows of one check of one instance, and {@link io.troupe.protocol.health.Health} the whole
 * of an instance: does it serve, and what says each check. Agents try and count, supervisors stop and replace; neither is done here. No
 * dialect's word may be here.
 */
@NullMarked
package io.troupe.protocol.health;

import org.jspecify.annotations.NullMarked;

/**
 * One order for everything that happens, so that who listens can go on where he was cut off.
 *
 * <p>The feed hears what every entity stored, gives each event the next number, stores the number with the event's place in its journal, and
 * only then tells it. What it missed, because a machine died between an entity's write and its own, it finds by the gap in that entity's
 * numbers and reads from its journal. The past is never kept here: rows name journals, and journals are replayed. Nothing waits for the
 * feed but those who listen to it.
 */
@NullMarked
package io.troupe.cluster.feed;

import org.jspecify.annotations.NullMarked;

/**
 * The list of what must live: each entity that has a journal and no last event yet.
 *
 * <p>An entity is added before its first event is stored and removed after its last. So after any crash the list names at least all that
 * must be woken; one too many finds its journal empty or ended and takes itself off. Nothing here may know what an entity is.
 */
@NullMarked
package io.troupe.persistence.roster;

import org.jspecify.annotations.NullMarked;

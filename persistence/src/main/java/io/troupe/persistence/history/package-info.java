/**
 * What the journal remembers of one entity, read back in order: for the questions "who changed it, when and why" and "what was it at
 * that time". Read straight from the journal, so also of entities that are long gone. Nothing here may change the journal or fold
 * events into a state: that is the entity's own business.
 */
@NullMarked
package io.troupe.persistence.history;

import org.jspecify.annotations.NullMarked;

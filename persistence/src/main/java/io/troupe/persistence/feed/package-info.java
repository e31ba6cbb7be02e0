/**
 * The order in which the events of all journals were told: a row for each event, numbered without gaps, that names its journal and its
 * place there. It exists so that who listens to events can go on where he was cut off, at any node and across restarts. A row says
 * nothing of what happened: the journals alone know that. Rows are forgotten after some days; the journals are not.
 */
@NullMarked
package io.troupe.persistence.feed;

import org.jspecify.annotations.NullMarked;

/**
 * What a node can tell about the workloads and deployments that live on it, from memory.
 *
 * <p>Supervisors and coordinators send their directory a fresh picture after each stored event, before they answer anybody, so that who was told
 * "done" reads what was done. Queries fan out to the directories of all nodes; nothing here asks a supervisor or the database, which is
 * why reads go on while either is away. A directory also passes on each event, in order, to whoever listens.
 */
@NullMarked
package io.troupe.cluster.directory;

import org.jspecify.annotations.NullMarked;

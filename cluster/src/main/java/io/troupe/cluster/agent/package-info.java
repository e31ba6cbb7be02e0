/**
 * What is said between supervisors and the agents of nodes, and the pure core of an agent.
 *
 * <p>The agent decides what does run on its node; its containers are the truth. Messages state the whole of what is wanted or what is and may be
 * lost, doubled, late or out of order: a supervisor repeats a command until a report shows that it was heard, an agent repeats a report
 * until it is acknowledged. The actors and engines that act on a node are in the node module; nothing here does input or output.
 */
@NullMarked
package io.troupe.cluster.agent;

import org.jspecify.annotations.NullMarked;

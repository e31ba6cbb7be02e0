package io.troupe.cluster.runner;

import io.troupe.cluster.agent.AgentInput;

/** What a runner wishes to be done. */
public sealed interface RunnerEffect {
    /** Make a call; its answer names the number. Before the answer, or before it is given up, no other call is made. */
    record Call(long number, RunnerStep step) implements RunnerEffect {}

    /** Let the call with that number come to its end early; it is to answer all the same. */
    record Interrupt(long number) implements RunnerEffect {}

    /** Tell the agent. */
    record Tell(AgentInput news) implements RunnerEffect {}

    /** Nothing is left of the instance: the runner may end. */
    record Finish() implements RunnerEffect {}
}

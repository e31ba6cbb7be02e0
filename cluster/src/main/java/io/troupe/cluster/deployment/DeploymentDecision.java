package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentRecord;
import java.util.List;

/**
 * What follows from one input.
 *
 * @param entries what is now true, to be stored as one
 * @param answers what the coordinator now has heard
 * @param first what is done before the entries are stored, because it is safe already
 * @param then what is done once they are stored
 */
record DeploymentDecision(
        List<DeploymentRecord> entries,
        SupervisorAnswers answers,
        List<DeploymentEffect> first,
        List<DeploymentEffect> then) {
    DeploymentDecision {
        entries = List.copyOf(entries);
        first = List.copyOf(first);
        then = List.copyOf(then);
    }

    /** Nothing to store. */
    static DeploymentDecision only(SupervisorAnswers answers, List<DeploymentEffect> effects) {
        return new DeploymentDecision(List.of(), answers, List.of(), effects);
    }
}

package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentReports;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.InstanceReport;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Instances that agents spoke of, that nobody knows, and that were told to stop. That one has ended is told once; of what was forgotten by a crash, not at
 * all.
 */
public record Strangers(Set<InstanceId> told) {
    static final int TOLD_MAX = 1_000;

    static final Strangers NONE = new Strangers(Set.of());

    public Strangers {
        told = Set.copyOf(told);
    }

    /** Those of the reports that tell of a stranger's end. */
    List<InstanceReport> ended(AgentReports heard) {
        return heard.reports().stream()
                .filter(report -> report.state().hasEnded() && told.contains(report.instance()))
                .toList();
    }

    /** These are told to stop, and of those that have ended it was told. */
    Strangers after(Collection<InstanceId> stopped, AgentReports heard) {
        if (stopped.isEmpty() && told.isEmpty()) {
            return this;
        }
        var next = new LinkedHashSet<>(told);
        stopped.stream().limit(Math.max(TOLD_MAX - next.size(), 0)).forEach(next::add);
        ended(heard).forEach(report -> next.remove(report.instance()));
        return new Strangers(next);
    }
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.ControlPlane.HistoryEntry;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The instances of a pod that ended lately, newest first, found in its journal. */
final class PodTerminations {
    /** How much of the journal is read for them. */
    static final int ENTRIES_MAX = 500;

    private static final int SHOWN_MAX = 10;

    private PodTerminations() {}

    static ArrayNode of(WorkloadView view, List<HistoryEntry> history) {
        Map<InstanceId, Instant> started = new HashMap<>();
        var ended = new ArrayList<ObjectNode>();
        for (var entry : history) {
            if (entry.record().event() instanceof WorkloadEvent.InstancesObserved observed) {
                for (var report : observed.reports()) {
                    if (report.state() == InstanceState.RUNNING) {
                        started.putIfAbsent(report.instance(), report.at());
                    } else if (report.state().hasEnded()) {
                        ended.add(
                                termination(view.spec(), report, Optional.ofNullable(started.get(report.instance()))));
                    }
                }
            }
        }
        var shown = Json.array();
        ended.reversed().stream().limit(SHOWN_MAX).forEach(shown::add);
        return shown;
    }

    /** From memory alone: the one that failed last. */
    static ArrayNode of(WorkloadView view) {
        var shown = Json.array();
        var last = view.lastFailure();
        if (last != null && last.report() != null && last.report().state().hasEnded()) {
            shown.add(termination(
                    HealthJson.specOf(view, last), last.report(), Optional.ofNullable(last.runningSince())));
        }
        return shown;
    }

    private static ObjectNode termination(WorkloadSpec spec, InstanceReport report, Optional<Instant> started) {
        var json = Json.object()
                .put("instanceID", report.instance().value())
                .put("startedAt", Json.time(started.orElse(report.at())))
                .put("terminatedAt", Json.time(report.at()));
        if (!report.message().isEmpty()) {
            json.put("message", report.message());
        }
        var containers = json.putArray("containers");
        endings(spec, report).forEach(ending -> {
            var container = containers
                    .addObject()
                    .put("containerId", TaskIds.of(report.instance(), ending.container()))
                    .put("lastKnownState", PodStatusJson.ended(ending.ending()));
            container.set("termination", PodStatusJson.termination(ending.ending()));
        });
        return json;
    }

    private static List<ContainerEnding> endings(WorkloadSpec spec, InstanceReport report) {
        var ending = report.ending();
        return spec.containers().size() == 1 && ending != null
                ? List.of(new ContainerEnding(spec.containers().getFirst().name(), ending))
                : report.endings();
    }
}

package io.troupe.gateway;

import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fake control plane says of places: one node, with room or without. */
final class FakeBroker {
    private final FakeWorkloads workloads;
    private boolean room = true;
    private boolean answers = true;

    FakeBroker(FakeWorkloads workloads) {
        this.workloads = workloads;
    }

    void room(boolean there) {
        room = there;
    }

    void answers(boolean there) {
        answers = there;
    }

    /** @param anySpec whether it is asked for another spec than the workload has */
    Optional<Explanation> explain(WorkloadId workload, boolean anySpec, Instant now) {
        if (anySpec && room) {
            return Optional.of(new Explanation(workload, now, 0, List.of(verdict())));
        }
        var refusal = new Explanation.Refusal(RefusalReason.MEMORY, "1024 MiB", "512 MiB free");
        return Optional.ofNullable(workloads.get(workload))
                .map(view -> new Explanation(workload, now, view.waiting().size(), List.of(verdict(refusal))));
    }

    private static Explanation.NodeVerdict verdict(Explanation.Refusal... refusals) {
        return new Explanation.NodeVerdict(FakeControlPlane.NODE, FakeControlPlane.HOST, List.of(refusals));
    }

    /** All on the one node if there is room, else none. */
    Optional<Forecast> forecast(List<Step> steps, Instant now) {
        var outlooks = steps.stream()
                .flatMap(step -> step.changes().stream())
                .map(change -> outlook(change.workload(), started(change), now))
                .toList();
        return answers ? Optional.of(new Forecast(now, outlooks)) : Optional.empty();
    }

    private int started(WorkloadChange change) {
        var view = workloads.get(change.workload());
        int before = view == null ? 0 : view.target().instances();
        return switch (change.change()) {
            case Change.Create create -> create.instances();
            case Change.Update update -> update.instances();
            case Change.Scale scale -> Math.max(0, scale.instances() - before);
            case Change.Restart _ -> before;
            case Change.KillAndScale _, Change.Delete _ -> 0;
        };
    }

    private Forecast.Outlook outlook(WorkloadId workload, int instances, Instant now) {
        return room || instances == 0
                ? new Forecast.Outlook(
                        workload,
                        instances == 0
                                ? List.of()
                                : List.of(new Forecast.Share(
                                        FakeControlPlane.NODE, FakeControlPlane.HOST, instances, instances)),
                        0,
                        null)
                : new Forecast.Outlook(
                        workload,
                        List.of(),
                        instances,
                        new RefusalSummary(
                                now,
                                1,
                                List.of(new RefusalSummary.Count(
                                        RefusalReason.MEMORY, 1, "wanted 1024 MiB, found 512 MiB free of 2048 MiB"))));
    }

    static NodeView node(Instant now) {
        var engine =
                new NodeDescription.EngineDescription(NodeDescription.EngineKind.IMAGES, "docker", "20.10.24", true);
        var description = new NodeDescription(
                FakeControlPlane.NODE,
                FakeControlPlane.HOST,
                new Resources(8000, 16_000, 90_000, 0, Map.of("licence", 5L)),
                List.of(new NodeDescription.PortRange(31_000, 32_000)),
                Map.of("rack", "a"),
                null,
                null,
                List.of("*"),
                List.of(engine),
                "0.1.0");
        return new NodeView(description, new Resources(1500, 512, 0, 0, Map.of("licence", 2L)), List.of(), now);
    }
}

package io.troupe.gateway.marathon;

import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the changes of a plan would wait for, in words for people. */
final class PlanWaits {
    private static final int NAMED_MAX = 5;

    private final List<Step> steps;
    private final List<GroupDefinition> groups;
    private final List<DeploymentView> running;
    private final Instant now;

    /** @param groups what is said of groups once the plan is done */
    PlanWaits(List<Step> steps, List<GroupDefinition> groups, List<DeploymentView> running, Instant now) {
        this.steps = steps;
        this.groups = groups;
        this.running = running;
        this.now = now;
    }

    /**
     * Each ends the sentence "it waits for".
     *
     * @param index the step of the change, from 0
     * @param placeless how many of its instances would find no place now
     */
    List<String> of(int index, WorkloadChange change, @Nullable WorkloadView present, int placeless) {
        var waits = new ArrayList<String>();
        locks(change.workload(), waits);
        var spec = specOf(change.change(), present);
        before(index, change, spec, waits);
        if (placeless > 0) {
            waits.add(placeless == 1 ? "a place for 1 instance" : "places for " + placeless + " instances");
        }
        if (spec.isPresent() && starts(change.change(), present)) {
            delay(change.change(), present, waits);
            readiness(spec.get(), waits);
            trial(change.change(), spec.get(), present, waits);
        }
        return waits;
    }

    private void locks(WorkloadId workload, List<String> waits) {
        for (var deployment : running) {
            boolean open = deployment.step() < 0
                    || deployment.pending().contains(workload)
                    || later(deployment).anyMatch(workload::equals);
            if (open && deployment.plan().workloads().contains(workload)) {
                waits.add("deployment " + deployment.plan().id()
                        + (deployment.queued() ? ", which waits in line for it" : ", which holds it"));
            }
        }
    }

    private static Stream<WorkloadId> later(DeploymentView deployment) {
        return deployment.plan().steps().stream()
                .skip(deployment.step() + 1L)
                .flatMap(step -> step.changes().stream())
                .map(WorkloadChange::workload);
    }

    /** The steps before, by the names of what it depends on where these are known. */
    private void before(int index, WorkloadChange change, Optional<WorkloadSpec> spec, List<String> waits) {
        if (index == 0) {
            return;
        }
        boolean goes = change.change() instanceof Change.Delete;
        var needed = goes || spec.isEmpty() ? List.<TreePath>of() : dependencies(spec.get());
        var named = steps.subList(0, index).stream()
                .flatMap(step -> step.changes().stream())
                .map(WorkloadChange::workload)
                .filter(other -> needed.stream().anyMatch(TreePath.of(other)::isAtOrBelow))
                .map(WorkloadId::path)
                .toList();
        waits.add(
                named.isEmpty() || named.size() > NAMED_MAX
                        ? "the end of step " + index
                        : String.join(", ", named) + " to be ready");
    }

    private List<TreePath> dependencies(WorkloadSpec spec) {
        var place = TreePath.of(spec.id());
        var all = new ArrayList<>(spec.dependencies());
        groups.stream()
                .filter(group -> place.isBelow(group.group()))
                .forEach(group -> all.addAll(group.dependencies()));
        return all;
    }

    private void delay(Change change, @Nullable WorkloadView present, List<String> waits) {
        // A new revision has not failed yet.
        LaunchDelay delay = present == null || change instanceof Change.Update ? null : present.launchDelay();
        if (delay != null && delay.until().isAfter(now)) {
            waits.add("its back-off of " + (Duration.between(now, delay.until()).toMillis() + 999) / 1000 + " s");
        }
    }

    private static void readiness(WorkloadSpec spec, List<String> waits) {
        long checks = spec.containers().stream()
                .map(ContainerSpec::checks)
                .flatMap(List::stream)
                .filter(check -> check.purpose().gates())
                .filter(check -> check.purpose() != CheckPurpose.ROLLOUT)
                .count();
        long once = spec.containers().stream()
                .map(ContainerSpec::checks)
                .flatMap(List::stream)
                .filter(check -> check.purpose() == CheckPurpose.ROLLOUT)
                .count();
        if (checks > 0) {
            waits.add(checks == 1 ? "its health check" : "its " + checks + " health checks");
        }
        if (once > 0) {
            waits.add("its readiness check");
        }
    }

    private static void trial(Change change, WorkloadSpec spec, @Nullable WorkloadView present, List<String> waits) {
        var care = spec.rollout().care();
        if (!care.bake().isZero()) {
            waits.add("each new instance to be ready for " + care.bake().toSeconds() + " s");
        }
        boolean replaces = change instanceof Change.Update && present != null;
        if (change instanceof Change.Update update && update.rolledOut() == RolloutManner.BLUE_GREEN) {
            waits.add("the new instances to be promoted");
        } else if (replaces && care.canaries() > 0) {
            waits.add((care.canaries() == 1 ? "1 canary" : care.canaries() + " canaries")
                    + (care.autoPromote() ? " to be ready" : " to be promoted"));
        }
    }

    private static boolean starts(Change change, @Nullable WorkloadView present) {
        return switch (change) {
            case Change.Create _, Change.Update _, Change.Restart _ -> true;
            case Change.Scale scale ->
                present != null && scale.instances() > present.target().instances();
            case Change.KillAndScale _, Change.Delete _ -> false;
        };
    }

    private static Optional<WorkloadSpec> specOf(Change change, @Nullable WorkloadView present) {
        return switch (change) {
            case Change.Create create -> Optional.of(create.spec());
            case Change.Update update -> Optional.of(update.spec());
            case Change.Scale _, Change.Restart _, Change.KillAndScale _, Change.Delete _ ->
                Optional.ofNullable(present).map(WorkloadView::spec);
        };
    }
}

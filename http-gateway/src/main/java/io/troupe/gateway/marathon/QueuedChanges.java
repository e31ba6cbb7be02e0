package io.troupe.gateway.marathon;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupVersion;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes that wait in line: the next one is made from what there will be after those before it, and of whatever there is then. */
final class QueuedChanges {
    private QueuedChanges() {}

    /** What workloads will be once what runs has reached its end, and those in line have had their turn. */
    static List<WorkloadView> after(List<WorkloadView> present, List<DeploymentView> deployments) {
        Map<WorkloadId, WorkloadView> views = new TreeMap<>();
        present.forEach(view -> views.put(view.id(), view));
        inOrder(deployments)
                .flatMap(deployment -> ahead(deployment)
                        .map(change -> new Ahead(change, deployment.plan().version())))
                .forEach(ahead -> views.compute(
                        ahead.change().workload(), (_, view) -> after(view, ahead.change(), ahead.version())));
        return List.copyOf(views.values());
    }

    private record Ahead(WorkloadChange change, Instant version) {}

    /** What groups will be then. */
    static List<GroupView> groupsAfter(List<GroupView> present, List<DeploymentView> deployments) {
        Map<TreePath, GroupView> views = new TreeMap<>();
        present.forEach(view -> views.put(view.tenant(), view));
        inOrder(deployments)
                .filter(deployment -> deployment.step() < 0)
                .map(DeploymentView::plan)
                .forEach(plan -> plan.groups()
                        .forEach(change -> views.compute(change.tenant(), (_, view) -> after(view, change, plan))));
        return List.copyOf(views.values());
    }

    /** Those that run, then those in line by the time of submission. Who is only just taking locks may yet be refused. */
    private static Stream<DeploymentView> inOrder(List<DeploymentView> deployments) {
        return deployments.stream()
                .filter(deployment -> deployment.queued() || deployment.step() >= 0)
                .sorted(Comparator.comparing((DeploymentView deployment) -> deployment.step() < 0)
                        .thenComparing(deployment -> deployment.plan().version()));
    }

    /** What a deployment has not done yet. */
    private static Stream<WorkloadChange> ahead(DeploymentView deployment) {
        var steps = deployment.plan().steps();
        int step = deployment.step();
        var now = step < 0 || step >= steps.size()
                ? Stream.<WorkloadChange>empty()
                : steps.get(step).changes().stream()
                        .filter(change -> deployment.pending().contains(change.workload()));
        return Stream.concat(now, steps.stream().skip(step + 1L).flatMap(later -> later.changes().stream()));
    }

    private static GroupView after(@Nullable GroupView view, GroupChange change, DeploymentPlan plan) {
        var old = view == null ? new GroupView(change.tenant(), 0, 0, List.of(), List.of()) : view;
        var versions = new ArrayList<>(old.versions());
        versions.add(
                new GroupVersion(plan.version(), plan.id(), change.defined(), change.forgotten(), change.removed()));
        return new GroupView(old.tenant(), old.sequence(), old.number(), old.base(), versions);
    }

    private static @Nullable WorkloadView after(@Nullable WorkloadView view, WorkloadChange asked, Instant version) {
        return switch (asked.change()) {
            case Change.Create create -> with(view, create.spec(), create.instances(), version);
            case Change.Update update -> with(view, update.spec(), update.instances(), version);
            case Change.Scale scale -> view == null ? null : with(view, view.spec(), scale.instances(), version);
            case Change.Restart _, Change.KillAndScale _ -> view;
            case Change.Delete _ -> null;
        };
    }

    private static WorkloadView with(@Nullable WorkloadView view, WorkloadSpec spec, int instances, Instant version) {
        if (view == null) {
            var revision = new Revision(1, version, spec);
            var target = new Target(1, version, 1, instances);
            return new WorkloadView(
                    spec.id(),
                    0,
                    revision,
                    target,
                    List.of(revision),
                    List.of(target),
                    List.of(),
                    null,
                    false,
                    null,
                    null,
                    null);
        }
        var target = view.target();
        return new WorkloadView(
                view.id(),
                view.sequence(),
                new Revision(view.revision().number(), view.revision().since(), spec),
                new Target(target.version(), target.at(), target.revision(), instances),
                view.revisions(),
                view.targets(),
                view.instances(),
                view.deployment(),
                view.rollout(),
                view.deleting(),
                view.launchDelay(),
                view.lastFailure(),
                view.refusals());
    }

    /** The same of whatever there is by then. */
    static Changes.Proposal unbased(Changes.Proposal asked) {
        return new Changes.Proposal(
                asked.workloads().stream().map(QueuedChanges::unbased).toList(),
                asked.groups().stream()
                        .map(change -> new GroupChange(
                                change.tenant(), change.defined(), change.forgotten(), change.removed(), null))
                        .toList(),
                asked.mayBereave());
    }

    private static WorkloadChange unbased(WorkloadChange asked) {
        return switch (asked.change()) {
            case Change.Update update ->
                new WorkloadChange(
                        asked.workload(),
                        new Change.Update(update.spec(), update.instances(), null, update.manner()),
                        asked.note());
            case Change.Scale scale ->
                new WorkloadChange(asked.workload(), new Change.Scale(scale.instances(), null), asked.note());
            case Change.Create _, Change.Restart _, Change.KillAndScale _, Change.Delete _ -> asked;
        };
    }
}

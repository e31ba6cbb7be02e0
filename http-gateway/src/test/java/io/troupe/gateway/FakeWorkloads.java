package io.troupe.gateway;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workloads of a fake control plane, as they are and as they were. */
final class FakeWorkloads {
    private final Map<WorkloadId, WorkloadView> views = new TreeMap<>();
    private final Map<WorkloadId, List<WorkloadView>> past = new HashMap<>();
    private int minted;

    List<WorkloadView> all() {
        return List.copyOf(views.values());
    }

    Set<WorkloadId> ids() {
        return views.keySet();
    }

    @Nullable WorkloadView get(WorkloadId id) {
        return views.get(id);
    }

    void put(WorkloadView view) {
        views.put(view.id(), view);
    }

    Optional<WorkloadView> at(WorkloadId id, Instant at) {
        return past.getOrDefault(id, List.of()).stream()
                .filter(view -> !view.target().at().isAfter(at))
                .reduce((_, later) -> later);
    }

    void apply(WorkloadChange asked, Instant now) {
        var view = views.get(asked.workload());
        switch (asked.change()) {
            case Change.Create create -> set(now, asked.workload(), null, create.spec(), create.instances(), true);
            case Change.Update update -> set(now, asked.workload(), view, update.spec(), update.instances(), true);
            case Change.Scale scale ->
                set(now, asked.workload(), view, present(view).spec(), scale.instances(), false);
            case Change.Restart _ ->
                set(
                        now,
                        asked.workload(),
                        view,
                        present(view).spec(),
                        present(view).target().instances(),
                        true);
            case Change.KillAndScale kill ->
                set(
                        now,
                        asked.workload(),
                        without(present(view), kill.instances()),
                        present(view).spec(),
                        present(view).target().instances() - kill.instances().size(),
                        false);
            case Change.Delete _ -> views.remove(asked.workload());
        }
        var after = views.get(asked.workload());
        if (after != null) {
            past.computeIfAbsent(asked.workload(), _ -> new ArrayList<>()).add(after);
        }
    }

    /** Others take their places at once. */
    List<Instance> kill(WorkloadView view, List<InstanceId> instances, Instant now) {
        var killed = view.instances().stream()
                .filter(instance -> instances.contains(instance.id()))
                .map(instance -> instance.withStop(StopReason.KILLED_BY_USER, now))
                .toList();
        set(now, view.id(), without(view, instances), view.spec(), view.target().instances(), false);
        return killed;
    }

    /** Why a change is refused; a deployment gives way to force. */
    Optional<Problem> obstacle(WorkloadChange change, boolean force) {
        var view = views.get(change.workload());
        boolean create = change.change() instanceof Change.Create;
        if (create && view != null) {
            return Optional.of(Problem.of(ProblemCode.EXISTS, "exists"));
        }
        if (!create && view == null) {
            return Optional.of(Problem.of(ProblemCode.NOT_FOUND, "does not exist"));
        }
        return Optional.ofNullable(view)
                .map(WorkloadView::deployment)
                .filter(holder -> !force)
                .map(holder -> Problem.locked("locked", List.of(holder)));
    }

    private static WorkloadView present(@Nullable WorkloadView view) {
        if (view == null) {
            throw new AssertionError("checked before");
        }
        return view;
    }

    private void set(
            Instant now, WorkloadId id, @Nullable WorkloadView old, WorkloadSpec spec, int instances, boolean replace) {
        boolean same = old != null && old.spec().equals(spec);
        var revision = old != null && same
                ? old.revision()
                : new Revision(old == null ? 1 : old.revision().number() + 1, now, spec);
        var target = new Target(old == null ? 1 : old.target().version() + 1, now, revision.number(), instances);
        var revisions = new ArrayList<>(old == null ? List.<Revision>of() : old.revisions());
        if (!same) {
            revisions.add(revision);
        }
        var targets = new ArrayList<>(old == null ? List.<Target>of() : old.targets());
        targets.add(target);
        var kept = new ArrayList<>(old == null || replace ? List.<Instance>of() : old.instances());
        while (kept.size() > instances) {
            kept.removeLast();
        }
        while (kept.size() < instances) {
            kept.add(running(now, id, kept.size(), revision, target));
        }
        views.put(
                id,
                new WorkloadView(
                        id,
                        target.version(),
                        revision,
                        target,
                        revisions,
                        targets,
                        kept,
                        null,
                        false,
                        null,
                        null,
                        null));
    }

    private Instance running(Instant now, WorkloadId id, int slot, Revision revision, Target target) {
        var instance = InstanceId.mint(id, "i" + ++minted);
        var ports = new ArrayList<AssignedPort>();
        revision.spec()
                .ports()
                .forEach(port -> ports.add(
                        port.hostPort() == null
                                ? new AssignedPort(port.containerPort(), null)
                                : new AssignedPort(31_000 + ports.size(), 31_000 + ports.size())));
        return Instance.planned(instance, slot, revision.number(), target.version(), now)
                .withPlace(new InstancePlace(FakeControlPlane.NODE, FakeControlPlane.HOST, ports), now.plusMillis(1))
                .withReport(InstanceReport.seen(instance, InstanceState.RUNNING, now.plusMillis(2))
                        .withContainers(List.of("c" + minted), List.of("172.17.0.2")));
    }

    private static WorkloadView without(WorkloadView view, List<InstanceId> killed) {
        return Retouched.of(view)
                .instances(view.instances().stream()
                        .filter(instance -> !killed.contains(instance.id()))
                        .toList())
                .view();
    }
}

package io.troupe.cluster.workload;

import io.troupe.cluster.broker.Wish;
import io.troupe.cluster.broker.Wish.Leaver;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a change would start and stop, by the rules of the rollout, from what a workload looks like now. */
public final class WishPlanner {
    /** So many changes, and so many instances that start or stop, are foreseen; later ones of a plan are not. */
    private static final int WISHES_MAX = 500;

    private static final int INSTANCES_MAX = 20_000;

    private WishPlanner() {}

    /** Step by step, as far as it is not too much for one question. What is asked of a workload that is not there, but cannot be made of nothing, is left out. */
    public static List<List<Wish>> wishes(List<Step> steps, List<WorkloadView> views, Instant now) {
        var present = new HashMap<WorkloadId, WorkloadView>();
        views.forEach(view -> present.put(view.id(), view));
        var wishes = new ArrayList<List<Wish>>();
        int count = 0;
        int instances = 0;
        for (var step : steps) {
            var together = new ArrayList<Wish>();
            for (var change : step.changes()) {
                var wish = wish(change.change(), Optional.ofNullable(present.get(change.workload())), now);
                instances += wish.map(one -> one.fresh()
                                + one.leaving().size()
                                + one.staying().size())
                        .orElse(0);
                if (wish.isPresent() && count++ < WISHES_MAX && instances <= INSTANCES_MAX) {
                    together.add(wish.get());
                }
            }
            wishes.add(together);
        }
        return wishes;
    }

    private static Optional<Wish> wish(Change change, Optional<WorkloadView> present, Instant now) {
        return change instanceof Change.Create create
                ? Optional.of(created(create, now))
                : present.map(view -> wish(change, view, now));
    }

    private static Wish created(Change.Create create, Instant now) {
        return new Wish(
                create.spec().id(),
                new Revision(1, now, create.spec()),
                count(create.spec(), create.instances()),
                List.of(),
                List.of(),
                0,
                RolloutBounds.of(create.instances(), create.spec().rollout()).existingMax());
    }

    private static Wish wish(Change change, WorkloadView view, Instant now) {
        return switch (change) {
            case Change.Create create -> created(create, now);
            case Change.Update update -> update(update, view, now);
            case Change.Scale scale -> scaled(view, scale.instances(), any -> false);
            case Change.Restart restart ->
                replaced(view, view.revision(), view.target().instances(), any -> false, 0);
            case Change.KillAndScale kill -> {
                var killed = living(view)
                        .filter(instance -> kill.instances().contains(instance.id()))
                        .count();
                yield scaled(
                        view,
                        Math.max(0, view.target().instances() - (int) killed),
                        instance -> kill.instances().contains(instance.id()));
            }
            case Change.Delete delete -> scaled(view, 0, any -> true);
        };
    }

    private static Wish update(Change.Update update, WorkloadView view, Instant now) {
        var number =
                view.spec().equals(update.spec()) ? Optional.of(view.revision().number()) : alive(view, update.spec());
        int beside = update.rolledOut() == RolloutManner.BLUE_GREEN
                ? (int) living(view).count()
                : 0;
        return replaced(
                view,
                new Revision(number.orElse(view.revision().number() + 1), now, update.spec()),
                count(update.spec(), update.instances()),
                instance -> number.filter(alive -> alive == instance.revision()).isPresent(),
                beside);
    }

    /** How many follow from the nodes, the broker counts; here it is enough that there are some. */
    private static int count(WorkloadSpec spec, int instances) {
        return spec.followsNodes() ? Math.max(1, instances) : instances;
    }

    /** An earlier revision of the same spec that instances still run. */
    private static Optional<Long> alive(WorkloadView view, WorkloadSpec spec) {
        return living(view)
                .map(Instance::revision)
                .filter(number -> view.revisionNumbered(number)
                        .filter(revision -> revision.spec().equals(spec))
                        .isPresent())
                .max(Comparator.naturalOrder());
    }

    /** @param beside so many may exist besides those that are wanted, whatever the bounds */
    private static Wish replaced(
            WorkloadView view, Revision revision, int instances, Predicate<Instance> stays, int beside) {
        var bounds = RolloutBounds.of(instances, revision.spec().rollout());
        var current = sorted(view, placed(view).filter(stays).toList());
        int surplus = Math.max(0, current.size() - instances);
        var leaving = new ArrayList<Instance>(stopping(view));
        leaving.addAll(sorted(view, placed(view).filter(stays.negate()).toList()));
        leaving.addAll(current.subList(0, surplus));
        var staying = current.subList(surplus, current.size());
        return new Wish(
                view.id(),
                revision,
                instances - staying.size(),
                nodes(staying),
                leavers(leaving),
                bounds.readyMin(),
                Math.max(bounds.existingMax(), instances + beside));
    }

    /** Only the number changes: what is too many stops at once, the chosen ones first. */
    private static Wish scaled(WorkloadView view, int instances, Predicate<Instance> chosen) {
        var sorted = new ArrayList<>(sorted(view, placed(view).filter(chosen).toList()));
        int killed = sorted.size();
        sorted.addAll(sorted(view, placed(view).filter(chosen.negate()).toList()));
        int stopped = Math.max(killed, sorted.size() - instances);
        var leaving = new ArrayList<>(stopping(view));
        leaving.addAll(sorted.subList(0, stopped));
        var staying = sorted.subList(stopped, sorted.size());
        return new Wish(
                view.id(),
                view.revision(),
                Math.max(0, instances - staying.size()),
                nodes(staying),
                leavers(leaving),
                0,
                RolloutBounds.of(instances, view.spec().rollout()).existingMax());
    }

    private static Stream<Instance> living(WorkloadView view) {
        return view.instances().stream().filter(instance -> instance.stopping() == null);
    }

    private static Stream<Instance> placed(WorkloadView view) {
        return living(view).filter(instance -> instance.place() != null);
    }

    private static List<Instance> stopping(WorkloadView view) {
        return view.instances().stream()
                .filter(instance -> instance.stopping() != null)
                .toList();
    }

    /** In the order in which they stop. */
    private static List<Instance> sorted(WorkloadView view, List<Instance> instances) {
        return instances.stream()
                .sorted(Comparator.comparing(Instance::ready)
                        .thenComparing(instance -> instance.state() == InstanceState.RUNNING)
                        .thenComparing(instance ->
                                instance.revision() == view.revision().number())
                        .thenComparing(KillOrder.byAge(view.spec().killSelection())))
                .toList();
    }

    private static List<Leaver> leavers(List<Instance> instances) {
        var leavers = new ArrayList<Leaver>();
        for (var instance : instances) {
            InstancePlace place = instance.place();
            if (place != null) {
                leavers.add(new Leaver(instance.id(), place.node(), instance.ready()));
            }
        }
        return leavers;
    }

    private static List<NodeId> nodes(List<Instance> instances) {
        return instances.stream()
                .flatMap(instance -> Stream.ofNullable(instance.place()))
                .map(InstancePlace::node)
                .toList();
    }
}

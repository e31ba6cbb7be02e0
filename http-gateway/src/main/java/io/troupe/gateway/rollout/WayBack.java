package io.troupe.gateway.rollout;

import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Explanation.NodeVerdict;
import io.troupe.protocol.placement.RefusalReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a workload can go back to an earlier version, looked at before anything is stopped.
 *
 * @param version when the version was set
 * @param spec what it runs
 * @param open whether some node can take an instance of it
 * @param reasons what was found, a sentence each
 */
public record WayBack(Instant version, WorkloadSpec spec, boolean open, List<String> reasons) {
    private static final int NODES_TOLD_MAX = 10;

    public WayBack {
        reasons = List.copyOf(reasons);
    }

    /** The version that was set at this time; empty if it is not remembered. */
    public static Optional<Target> set(WorkloadView view, Instant at) {
        return view.targets().stream()
                .filter(target -> target.at().equals(at)
                        && view.revisionNumbered(target.revision()).isPresent())
                .findFirst();
    }

    /** The last version with another spec than the present one; empty if none is remembered. */
    public static Optional<Target> before(WorkloadView view) {
        return view.targets().reversed().stream()
                .filter(target -> view.revisionNumbered(target.revision())
                        .filter(revision -> !revision.spec().equals(view.spec()))
                        .isPresent())
                .findFirst();
    }

    /** @param explanation why nodes would or would not take one more instance of {@code spec} */
    public static WayBack of(WorkloadView view, Target version, WorkloadSpec spec, Explanation explanation) {
        var alive = view.instances().stream()
                .filter(instance -> instance.ready() && instance.revision() == version.revision())
                .count();
        if (alive > 0) {
            return new WayBack(
                    version.at(),
                    spec,
                    true,
                    List.of(alive + (alive == 1 ? " instance of it still runs" : " instances of it still run")));
        }
        var takers = explanation.nodes().stream()
                .filter(node -> node.refusals().isEmpty())
                .toList();
        if (!takers.isEmpty()) {
            return new WayBack(
                    version.at(),
                    spec,
                    true,
                    List.of(takers.size() + " of " + explanation.nodes().size() + " nodes can take an instance of it"));
        }
        if (explanation.nodes().stream().anyMatch(node -> opensByStopping(view, node))) {
            return new WayBack(
                    version.at(),
                    spec,
                    true,
                    List.of(
                            "no node can take one more instance, but one that is stopped makes room, and the strategy allows that"));
        }
        return new WayBack(version.at(), spec, false, refusals(explanation));
    }

    /** Whether only room is missing on a node where an instance may be stopped first. */
    private static boolean opensByStopping(WorkloadView view, NodeVerdict node) {
        return (view.spec().rollout().minimumReady() < 1 || view.spec().followsNodes())
                && node.refusals().stream().allMatch(refusal -> isRoom(refusal.reason()))
                && view.instances().stream()
                        .anyMatch(instance -> instance.place() != null
                                && instance.place().node().equals(node.node()));
    }

    private static boolean isRoom(RefusalReason reason) {
        return switch (reason) {
            case ONE_EACH, CPUS, MEMORY, DISK, GPUS, CUSTOM, PORTS -> true;
            case NODE_UNAVAILABLE, ENGINE, ROLE, CONSTRAINT, SCARCE -> false;
        };
    }

    private static List<String> refusals(Explanation explanation) {
        var sentences = new ArrayList<String>();
        explanation.nodes().stream()
                .limit(NODES_TOLD_MAX)
                .map(node -> node.node() + ": "
                        + node.refusals().stream()
                                .map(refusal ->
                                        refusal.reason() + " wanted " + refusal.wanted() + ", found " + refusal.found())
                                .collect(Collectors.joining("; ")))
                .forEach(sentences::add);
        if (explanation.nodes().isEmpty()) {
            sentences.add("there is no node");
        }
        return sentences;
    }
}

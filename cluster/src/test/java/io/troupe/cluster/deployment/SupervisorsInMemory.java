package io.troupe.cluster.deployment;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Supervisors as far as a coordinator can tell: a lock each, and a memory of what has ended. */
final class SupervisorsInMemory {
    private record Held(DeploymentId deployment, boolean begun) {}

    private record Ended(WorkloadId workload, DeploymentId deployment) {}

    private final Set<WorkloadId> refusing = new HashSet<>();
    private boolean hesitating;
    private final Map<WorkloadId, Held> locks = new HashMap<>();
    private final Map<WorkloadId, Original> originals = new HashMap<>();
    private final Set<WorkloadId> failing = new HashSet<>();
    private final Map<Ended, RolloutStatus> ended = new HashMap<>();

    /** From now on a change is only prepared at first, as soon after a recovery. */
    void hesitate() {
        hesitating = true;
    }

    /** The workload was there before. */
    void exists(WorkloadId workload, Original original) {
        originals.put(workload, original);
    }

    /** The rollout of the workload has failed and asks to be undone. */
    void fails(WorkloadId workload) {
        failing.add(workload);
    }

    void refuses(WorkloadId workload) {
        refusing.add(workload);
    }

    /** Refuses no longer. */
    void takes(WorkloadId workload) {
        refusing.remove(workload);
    }

    Optional<WorkloadReply> on(WorkloadId workload, WorkloadCommand command) {
        return switch (command) {
            case WorkloadCommand.Prepare prepare -> Optional.of(prepare(workload, prepare));
            case WorkloadCommand.Begin begin -> {
                if (holds(workload, begin.deployment())) {
                    locks.put(workload, new Held(begin.deployment(), true));
                }
                yield Optional.of(progress(workload, begin.deployment()));
            }
            case WorkloadCommand.Release release -> {
                end(workload, release.deployment(), RolloutStatus.CANCELLED);
                yield Optional.of(progress(workload, release.deployment()));
            }
            case WorkloadCommand.Steer steer -> Optional.empty();
            case WorkloadCommand.KillInstances kill -> Optional.empty();
            case WorkloadCommand.ResetLaunchDelay reset -> Optional.empty();
            case WorkloadCommand.Wake wake -> Optional.empty();
        };
    }

    private WorkloadReply prepare(WorkloadId workload, WorkloadCommand.Prepare prepare) {
        var over = ended.get(new Ended(workload, prepare.deployment()));
        var gaveBack = prepare.queue() && over == RolloutStatus.CANCELLED;
        var mine = over != null && !gaveBack || holds(workload, prepare.deployment());
        if (!mine && refusing.contains(workload)) {
            return new WorkloadReply.Refused(workload, Problem.of(ProblemCode.INVALID, "it refuses"));
        }
        var holder = locks.get(workload);
        if (!mine && holder != null && prepare.queue()) {
            return new WorkloadReply.Waiting(workload, prepare.deployment(), List.of(holder.deployment()));
        }
        if (!mine && holder != null && !prepare.force()) {
            return new WorkloadReply.Refused(workload, Problem.locked("it is locked", List.of(holder.deployment())));
        }
        if (!mine) {
            if (holder != null) {
                end(workload, holder.deployment(), RolloutStatus.SUPERSEDED);
            }
            locks.put(workload, new Held(prepare.deployment(), prepare.begin() && !hesitating));
        }
        var held = locks.get(workload);
        return new WorkloadReply.Prepared(
                workload,
                prepare.deployment(),
                originals.get(workload),
                null,
                held == null || held.begun() || !prepare.deployment().equals(held.deployment()));
    }

    private void end(WorkloadId workload, DeploymentId deployment, RolloutStatus status) {
        if (holds(workload, deployment)) {
            locks.remove(workload);
            ended.put(new Ended(workload, deployment), status);
        }
    }

    /** The rollout is over, if it has begun. */
    void complete(WorkloadId workload) {
        var held = locks.get(workload);
        if (held != null && held.begun()) {
            end(workload, held.deployment(), RolloutStatus.COMPLETED);
        }
    }

    /** Another deployment takes the lock by force. */
    void take(WorkloadId workload, DeploymentId other) {
        var held = locks.get(workload);
        if (held != null) {
            end(workload, held.deployment(), RolloutStatus.SUPERSEDED);
        }
        locks.put(workload, new Held(other, true));
    }

    boolean holds(WorkloadId workload, DeploymentId deployment) {
        var held = locks.get(workload);
        return held != null && held.deployment().equals(deployment);
    }

    private WorkloadReply.Progress progress(WorkloadId workload, DeploymentId deployment) {
        var held = locks.get(workload);
        var status = holds(workload, deployment) && held != null
                ? failing.contains(workload)
                        ? RolloutStatus.FAILED
                        : held.begun() ? RolloutStatus.RUNNING : RolloutStatus.PREPARED
                : ended.getOrDefault(new Ended(workload, deployment), RolloutStatus.UNKNOWN);
        return new WorkloadReply.Progress(workload, deployment, status);
    }
}

package io.troupe.gateway;

import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.placement.RefusalSummary;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.LaunchDelay;
import io.troupe.protocol.workload.RolloutView;
import io.troupe.protocol.workload.WorkloadView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A newer picture of a workload, with some of it changed. */
public final class Retouched {
    private final WorkloadView view;
    private List<Instance> instances;
    private @Nullable DeploymentId deployment;
    private @Nullable RolloutView rollout;
    private @Nullable LaunchDelay launchDelay;
    private @Nullable Instance lastFailure;
    private @Nullable RefusalSummary refusals;

    private Retouched(WorkloadView view) {
        this.view = view;
        instances = view.instances();
        deployment = view.deployment();
        rollout = view.rollout();
        launchDelay = view.launchDelay();
        lastFailure = view.lastFailure();
        refusals = view.refusals();
    }

    public static Retouched of(WorkloadView view) {
        return new Retouched(view);
    }

    public Retouched instances(List<Instance> all) {
        instances = all;
        return this;
    }

    public Retouched deployment(@Nullable DeploymentId holder) {
        deployment = holder;
        return this;
    }

    public Retouched rollout(@Nullable RolloutView next) {
        rollout = next;
        return this;
    }

    public Retouched launchDelay(@Nullable LaunchDelay next) {
        launchDelay = next;
        return this;
    }

    public Retouched lastFailure(Instance failed) {
        lastFailure = failed;
        return this;
    }

    public Retouched refusals(@Nullable RefusalSummary next) {
        refusals = next;
        return this;
    }

    public WorkloadView view() {
        return new WorkloadView(
                view.id(),
                view.sequence() + 1,
                view.revision(),
                view.target(),
                view.revisions(),
                view.targets(),
                instances,
                deployment,
                rollout,
                view.deleting(),
                launchDelay,
                lastFailure,
                refusals);
    }
}

package io.troupe.cluster.simulation;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A world of one machine in good weather, which does what a scenario asks of it. */
public final class SimulatedNode implements Scenario.Node {
    private static final long LOOK_MILLIS = 10;
    private static final long WAIT_MILLIS_MAX = 120_000;

    private final World world;
    private final Host host;
    private final Cell gateway;

    public SimulatedNode() {
        var settings = new WorldSettings(
                1,
                1,
                1,
                Duration.ofSeconds(1),
                EnumSet.noneOf(Fault.class),
                EnumSet.noneOf(Request.class),
                Duration.ofSeconds(1));
        world = new World(settings, Parts.PRODUCT, new Story(null));
        world.begin();
        world.timeline().runUntil(3_000);
        host = world.members().getFirst();
        gateway = Objects.requireNonNull(host.gateway());
    }

    @Override
    public DeploymentReply submit(DeploymentPlan plan, boolean force, Cause cause) {
        List<DeploymentReply> replies = new ArrayList<>();
        world.gateway().submit(gateway, plan, force, cause, replies::add);
        return only(replies);
    }

    @Override
    public DeploymentReply cancel(DeploymentId deployment, @Nullable DeploymentId revert, Cause cause) {
        List<DeploymentReply> replies = new ArrayList<>();
        world.gateway().cancel(gateway, deployment, revert, cause, replies::add);
        return only(replies);
    }

    @Override
    public WorkloadReply ask(WorkloadId workload, WorkloadCommand command) {
        List<WorkloadReply> replies = new ArrayList<>();
        world.gateway()
                .ask(
                        gateway,
                        new Address.Supervisor(workload),
                        command,
                        reply -> replies.add((WorkloadReply) reply),
                        () -> {});
        return only(replies);
    }

    private <T> T only(List<T> replies) {
        until(() -> !replies.isEmpty());
        return replies.getFirst();
    }

    private void until(BooleanSupplier reached) {
        long deadline = world.timeline().nowMillis() + WAIT_MILLIS_MAX;
        while (!reached.getAsBoolean()) {
            if (world.timeline().nowMillis() > deadline) {
                throw new AssertionError("not reached in " + WAIT_MILLIS_MAX + " ms of virtual time");
            }
            world.timeline().runUntil(world.timeline().nowMillis() + LOOK_MILLIS);
        }
    }

    @Override
    public void awaitNoDeployment() {
        until(() -> host.directory().answer().deployments().isEmpty());
    }

    @Override
    public void await(WorkloadId workload, Predicate<Optional<WorkloadView>> seen) {
        until(() -> seen.test(workload(workload)));
    }

    @Override
    public Optional<WorkloadView> workload(WorkloadId workload) {
        return host.directory().answer().workloads().stream()
                .filter(view -> view.id().equals(workload))
                .findFirst();
    }

    @Override
    public List<WorkloadRecord> journal(WorkloadId workload) {
        return world.storage().journal().of("workload|" + workload).stream()
                .map(WorkloadRecord.class::cast)
                .toList();
    }

    @Override
    public List<DeploymentRecord> journal(DeploymentId deployment) {
        return world.storage().journal().of("deployment|" + deployment).stream()
                .map(DeploymentRecord.class::cast)
                .toList();
    }

    @Override
    public Instant now() {
        return host.now().truncatedTo(ChronoUnit.MILLIS);
    }
}

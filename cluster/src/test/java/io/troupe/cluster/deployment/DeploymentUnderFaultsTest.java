package io.troupe.cluster.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeploymentUnderFaultsTest {
    private static final int SEEDS = 2_000;
    private static final int FAULTY_STEPS = 60;
    private static final int HEALING_STEPS = 200;

    @Test
    void whateverIsLostOrRepeatedADeploymentEndsOnceAndHoldsNothing() {
        for (var seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        var random = new SplittableRandom(seed);
        var run = new DeploymentRun();
        var steps = new ArrayList<List<String>>();
        var number = 0;
        for (var step = 0; step <= random.nextInt(3); step++) {
            var workloads = new ArrayList<String>();
            for (var index = 0; index <= random.nextInt(3); index++) {
                workloads.add("/w" + number++);
            }
            steps.add(workloads);
        }
        var plan = DeploymentRun.plan(steps);
        if (random.nextInt(3) == 0) {
            run.supervisors.refuses(pick(random, plan.workloads()));
        }
        run.storing(() -> random.nextInt(10) != 0);
        for (var step = 0; step < FAULTY_STEPS; step++) {
            switch (random.nextInt(16)) {
                case 0 -> run.network.poll();
                case 1 -> {
                    var message = run.network.peek();
                    if (message != null) {
                        run.deliver(message);
                    }
                }
                case 2 -> run.crash();
                case 3 -> run.on(new DeploymentInput.Ticked());
                case 4, 5 -> run.supervisors.complete(pick(random, plan.workloads()));
                case 6 -> submit(run, plan, seed);
                case 7 -> {
                    if (random.nextInt(6) == 0) {
                        run.on(new DeploymentInput.Asked(new DeploymentCommand.Cancel(
                                random.nextBoolean() ? DeploymentId.of("undo") : null, DeploymentRun.CAUSE)));
                    } else if (random.nextInt(10) == 0) {
                        run.supervisors.take(pick(random, plan.workloads()), DeploymentId.of("other"));
                    }
                }
                default -> run.deliver();
            }
        }
        heal(run, plan.workloads());
        submit(run, plan, seed);
        heal(run, plan.workloads());

        assertThat(run.outcomes()).as("outcomes, seed %s", seed).hasSize(1);
        for (var workload : plan.workloads()) {
            assertThat(run.supervisors.holds(workload, DeploymentRun.ID))
                    .as("%s is locked, seed %s", workload, seed)
                    .isFalse();
        }
        if (run.outcomes().equals(List.of(DeploymentOutcome.REFUSED)) && seed % 2 == 1) {
            // It was accepted into the line, and refused when its turn came.
            assertThat(run.submitted).isNotEmpty();
        } else if (run.outcomes().equals(List.of(DeploymentOutcome.REFUSED))) {
            assertThat(run.submitted)
                    .as("answers, seed %s", seed)
                    .noneMatch(DeploymentReply.Accepted.class::isInstance);
        } else {
            assertThat(run.submitted).as("answers, seed %s", seed).noneMatch(DeploymentReply.Refused.class::isInstance);
        }
    }

    /** Every other deployment waits in line for what others hold. */
    private static void submit(DeploymentRun run, DeploymentPlan plan, long seed) {
        if (seed % 2 == 0) {
            run.submit(plan, false);
        } else {
            run.queue(plan);
        }
    }

    private static void heal(DeploymentRun run, List<WorkloadId> workloads) {
        run.storing(() -> true);
        for (var step = 0; step < HEALING_STEPS && run.outcomes().isEmpty(); step++) {
            run.deliverAll();
            workloads.forEach(run.supervisors::complete);
            run.reverts.forEach(undo -> run.on(
                    new DeploymentInput.RevertAnswered(new DeploymentReply.Accepted(undo.id(), undo.version()))));
            run.reverts.clear();
            run.on(new DeploymentInput.Ticked());
        }
        run.deliverAll();
    }

    private static WorkloadId pick(SplittableRandom random, List<WorkloadId> workloads) {
        return workloads.get(random.nextInt(workloads.size()));
    }
}

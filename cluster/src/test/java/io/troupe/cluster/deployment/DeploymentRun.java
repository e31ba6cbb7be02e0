package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** One deployment in one thread: its decisions, a journal in a list, and a network that a test can disturb. */
final class DeploymentRun {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final DeploymentId ID = DeploymentId.of("d1");
    static final Cause CAUSE = Cause.of("alice", "wants it");

    final SupervisorsInMemory supervisors = new SupervisorsInMemory();
    final List<DeploymentRecord> journal = new ArrayList<>();
    final List<DeploymentReply> submitted = new ArrayList<>();
    final List<DeploymentReply> cancelled = new ArrayList<>();
    final List<DeploymentPlan> reverts = new ArrayList<>();
    final Deque<DeploymentEffect.TellWorkload> network = new ArrayDeque<>();
    final List<DeploymentEffect.TellGroups> groupsTold = new ArrayList<>();
    private int submitters;
    private Instant now = NOW;
    private SupervisorAnswers answers = SupervisorAnswers.NONE;
    /** What is asked of a coordinator that dies before its last decision is stored. */
    private Supplier<Boolean> storing = () -> true;

    static DeploymentPlan plan(List<List<String>> steps) {
        return new DeploymentPlan(
                ID,
                NOW,
                steps.stream()
                        .map(step -> new DeploymentPlan.Step(step.stream()
                                .map(path -> new DeploymentPlan.WorkloadChange(
                                        WorkloadId.of(path), new Change.Scale(2, null)))
                                .toList()))
                        .toList());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void storing(Supplier<Boolean> succeeds) {
        storing = succeeds;
    }

    DeploymentState state() {
        var state = DeploymentState.EMPTY;
        for (var entry : journal) {
            state = state.apply(entry);
        }
        return state;
    }

    List<DeploymentOutcome> outcomes() {
        return journal.stream()
                .map(DeploymentRecord::event)
                .filter(DeploymentEvent.Ended.class::isInstance)
                .map(event -> ((DeploymentEvent.Ended) event).outcome())
                .toList();
    }

    void submit(DeploymentPlan plan, boolean force) {
        submitters++;
        on(new DeploymentInput.Asked(new DeploymentCommand.Submit(plan, force, CAUSE)));
    }

    void queue(DeploymentPlan plan) {
        submitters++;
        on(new DeploymentInput.Asked(new DeploymentCommand.Submit(plan, OnConflict.QUEUE, CAUSE)));
    }

    void on(DeploymentInput input) {
        var decision = DeploymentDecisions.decide(state(), answers, input, now);
        answers = decision.answers();
        act(decision.first());
        if (!decision.entries().isEmpty() && !storing.get()) {
            crash();
            return;
        }
        journal.addAll(decision.entries());
        act(decision.then());
    }

    void crash() {
        answers = SupervisorAnswers.NONE;
        act(DeploymentDecisions.resume(state(), now));
    }

    /** Brings the oldest message to its supervisor and the answer back. */
    void deliver() {
        var message = network.poll();
        if (message != null) {
            deliver(message);
        }
    }

    void deliver(DeploymentEffect.TellWorkload message) {
        supervisors
                .on(message.workload(), message.command())
                .ifPresent(reply -> on(new DeploymentInput.Answered(reply)));
    }

    void deliverAll() {
        while (!network.isEmpty()) {
            deliver();
        }
    }

    /** The rollout of the workload ends, and the coordinator finds out at its next look. */
    void complete(String path) {
        supervisors.complete(WorkloadId.of(path));
        on(new DeploymentInput.Ticked());
        deliverAll();
    }

    private void act(List<DeploymentEffect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case DeploymentEffect.AnswerSubmitters(DeploymentReply reply) -> {
                    submitted.addAll(Collections.nCopies(submitters, reply));
                    submitters = 0;
                }
                case DeploymentEffect.AnswerCancellers(DeploymentReply reply) -> cancelled.add(reply);
                case DeploymentEffect.AnswerSender sender -> {}
                case DeploymentEffect.TellWorkload tell -> network.add(tell);
                case DeploymentEffect.TellGroups tell -> groupsTold.add(tell);
                case DeploymentEffect.SubmitRevert revert -> reverts.add(revert.plan());
                case DeploymentEffect.Retire retire -> {}
                case DeploymentEffect.Rest rest -> {}
            }
        }
    }
}

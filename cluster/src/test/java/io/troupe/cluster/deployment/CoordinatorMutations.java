package io.troupe.cluster.deployment;

import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.RolloutStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Faults planted into a deployment's coordinator. */
public final class CoordinatorMutations {
    private CoordinatorMutations() {}

    /** Asks the product's core; what a mutation does differently, it overrides. */
    private static class Mutated implements CoordinatorCore {
        @Override
        public DeploymentDecision decide(
                DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
            return PRODUCT.decide(state, answers, input, now);
        }

        @Override
        public List<DeploymentEffect> resume(DeploymentState state, Instant now) {
            return PRODUCT.resume(state, now);
        }
    }

    /** A submission is answered as accepted before any lock is held. */
    public static CoordinatorCore acceptsAtOnce() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                var decision = super.decide(state, answers, input, now);
                if (input instanceof DeploymentInput.Asked(DeploymentCommand.Submit submit)
                        && state.phase() == DeploymentState.Phase.UNKNOWN) {
                    var effects = new ArrayList<>(decision.then());
                    effects.addFirst(new DeploymentEffect.AnswerSubmitters(new DeploymentReply.Accepted(
                            submit.plan().id(), submit.plan().version())));
                    return new DeploymentDecision(decision.entries(), decision.answers(), decision.first(), effects);
                }
                return decision;
            }
        };
    }

    /** A change that is being rolled out counts as done. */
    public static CoordinatorCore completesTooEarly() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                var heard = input
                                        instanceof
                                        DeploymentInput.Answered(
                                                WorkloadReply.Progress(var workload, var deployment, var status))
                                && status == RolloutStatus.RUNNING
                        ? new DeploymentInput.Answered(
                                new WorkloadReply.Progress(workload, deployment, RolloutStatus.COMPLETED))
                        : input;
                return super.decide(state, answers, heard, now);
            }
        };
    }

    /** A deployment that is cancelled ends without giving its locks back. */
    public static CoordinatorCore keepsTheLocks() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                var decision = super.decide(state, answers, input, now);
                if (input instanceof DeploymentInput.Asked(DeploymentCommand.Cancel cancel)
                        && state.phase() == DeploymentState.Phase.RUNNING) {
                    var entries = new ArrayList<>(decision.entries());
                    entries.add(new DeploymentRecord(
                            now, cancel.cause(), new DeploymentEvent.Ended(DeploymentOutcome.CANCELLED, null)));
                    return new DeploymentDecision(entries, decision.answers(), decision.first(), List.of());
                }
                return decision;
            }
        };
    }

    /** Groups that a request holds after the deployment has ended stay held. */
    public static CoordinatorCore ignoresHeldGroups() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                return input instanceof DeploymentInput.Asked(DeploymentCommand.GroupsHeld held)
                        ? DeploymentDecision.only(answers, List.of())
                        : super.decide(state, answers, input, now);
            }
        };
    }

    /** A lock that arrives after the deployment has ended stays taken. */
    public static CoordinatorCore ignoresLateLocks() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                return state.phase() == DeploymentState.Phase.ENDED
                                && !(input instanceof DeploymentInput.Ticked)
                                && !(input instanceof DeploymentInput.Asked(DeploymentCommand.Wake wake))
                        ? DeploymentDecision.only(answers, List.of())
                        : super.decide(state, answers, input, now);
            }
        };
    }

    /** What was said while it waited in line, and comes late, ends it. */
    public static CoordinatorCore losesWhatItGaveBackLate() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                return super.decide(
                        state,
                        answers,
                        state.phase() == DeploymentState.Phase.RUNNING
                                        && input
                                                instanceof
                                                DeploymentInput.Answered(
                                                        WorkloadReply.Progress(
                                                                var workload,
                                                                var deployment,
                                                                var status))
                                        && status == RolloutStatus.CANCELLED
                                ? new DeploymentInput.Answered(
                                        new WorkloadReply.Progress(workload, deployment, RolloutStatus.SUPERSEDED))
                                : input,
                        now);
            }
        };
    }

    /** Who waits in line keeps what it has locked already. */
    public static CoordinatorCore holdsWhileItWaits() {
        return new Mutated() {
            @Override
            public DeploymentDecision decide(
                    DeploymentState state, SupervisorAnswers answers, DeploymentInput input, Instant now) {
                var decision = super.decide(state, answers, input, now);
                if (!(input instanceof DeploymentInput.Answered(WorkloadReply.Waiting waiting))
                        || state.phase() != DeploymentState.Phase.PREPARING) {
                    return decision;
                }
                return DeploymentDecision.only(
                        answers,
                        decision.then().stream()
                                .filter(effect -> effect instanceof DeploymentEffect.AnswerSubmitters)
                                .toList());
            }
        };
    }
}

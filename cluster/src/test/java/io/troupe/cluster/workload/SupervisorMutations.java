package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Faults planted into a supervisor. */
public final class SupervisorMutations {
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(40);

    private SupervisorMutations() {}

    /** After a recovery, launches that may not have been heard are not said again. */
    public static SupervisorCore resumesWithoutLaunches(SupervisorCore core) {
        return resumesWithout(
                core,
                effect -> effect instanceof WorkloadEffect.TellAgent tell
                        && tell.command() instanceof AgentCommand.Launch);
    }

    /** After a recovery, stops that may not have been heard are not said again. */
    public static SupervisorCore resumesWithoutStops(SupervisorCore core) {
        return resumesWithout(
                core,
                effect ->
                        effect instanceof WorkloadEffect.TellAgent tell && tell.command() instanceof AgentCommand.Stop);
    }

    private static SupervisorCore resumesWithout(SupervisorCore core, Predicate<WorkloadEffect> forgotten) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision resume(WorkloadState state, Instant now) {
                var whole = product.resume(state, now);
                var rest = whole.effects().stream().filter(forgotten.negate()).toList();
                return new Decision(whole.entries(), rest, whole.reply(), whole.exchange());
            }
        };
    }

    /** An instance of which nothing new was heard for a while counts as gone. */
    public static SupervisorCore countsTheSilentAsGone(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var decision = product.decide(state, exchange, input, now);
                if (!(input instanceof WorkloadInput.Tick)
                        || !decision.entries().isEmpty()) {
                    return decision;
                }
                var entries = new ArrayList<WorkloadRecord>();
                for (var instance : state.instances()) {
                    var report = instance.report();
                    if (report != null
                            && instance.place() != null
                            && report.at().plus(FORGOTTEN_AFTER).isBefore(now)) {
                        var lost = InstanceReport.seen(instance.id(), InstanceState.LOST, now)
                                .withMessage("silent");
                        entries.add(new WorkloadRecord(
                                now,
                                Cause.of("supervisor", "it is silent"),
                                new WorkloadEvent.InstancesObserved(
                                        instance.place().node(), List.of(lost))));
                    }
                }
                return new Decision(entries, decision.effects(), decision.reply(), decision.exchange());
            }
        };
    }

    /** Any deployment takes the lock from any other. */
    public static SupervisorCore dropsTheLock(SupervisorCore core) {
        return hears(
                core,
                (exchange, input) -> input
                                instanceof
                                WorkloadInput.Command(
                                        WorkloadCommand.Prepare(
                                                var deployment,
                                                var version,
                                                var change,
                                                var force,
                                                var begin,
                                                var queue,
                                                var cause))
                        ? new WorkloadInput.Command(
                                new WorkloadCommand.Prepare(deployment, version, change, true, begin, cause))
                        : input);
    }

    /** A grant counts, whichever broker made it. */
    public static SupervisorCore believesOldBrokers(SupervisorCore core) {
        return hears(
                core,
                (exchange, input) ->
                        input instanceof WorkloadInput.Broker(BrokerNews.Granted(var epoch, var demand, var grants))
                                        && epoch < exchange.demand().brokerEpoch()
                                ? new WorkloadInput.Broker(new BrokerNews.Granted(
                                        exchange.demand().brokerEpoch(),
                                        exchange.demand().number(),
                                        grants))
                                : input);
    }

    /** A grant counts, whichever demand it answers. */
    public static SupervisorCore takesLateAnswers(SupervisorCore core) {
        return hears(
                core,
                (exchange, input) ->
                        input instanceof WorkloadInput.Broker(BrokerNews.Granted(var epoch, var demand, var grants))
                                ? new WorkloadInput.Broker(new BrokerNews.Granted(
                                        epoch, exchange.demand().number(), grants))
                                : input);
    }

    /** A node that has an instance may get another. */
    public static SupervisorCore takesTwoOnOneNode(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                if (!(input instanceof WorkloadInput.Broker(BrokerNews.Granted granted))) {
                    return product.decide(state, exchange, input, now);
                }
                var taken = granted.grants().stream()
                        .filter(grant -> state.instance(grant.id())
                                .filter(instance -> InstancePlanner.waits(state, instance, now))
                                .isPresent())
                        .toList();
                var after = product.decide(state, exchange, new WorkloadInput.Tick(), now);
                return taken.isEmpty() || !after.entries().isEmpty()
                        ? after
                        : new Decision(
                                List.of(new WorkloadRecord(
                                        now,
                                        Cause.of("broker", "there is room"),
                                        new WorkloadEvent.InstancesPlaced(taken))),
                                after.effects(),
                                after.reply(),
                                after.exchange());
            }
        };
    }

    /** The nodes that were there first are followed for ever. */
    public static SupervisorCore followsTheFirstNodes(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var known = state.exists()
                        && state.knowsItsNodes()
                        && !state.followed().nodes().isEmpty();
                return product.decide(
                        state,
                        exchange,
                        known && input instanceof WorkloadInput.Broker(BrokerNews.Nodes nodes)
                                ? new WorkloadInput.Tick()
                                : input,
                        now);
            }
        };
    }

    /** What is being stopped does not keep its slot. */
    public static SupervisorCore fillsSlotsTwice(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var decision = product.decide(state, exchange, input, now);
                var twice = state.instances().stream()
                        .filter(instance -> OrdinalPlanner.rule(state).isPresent()
                                && !state.deleting()
                                && instance.stopping() == StopReason.KILLED_BY_USER
                                && state.instances().stream()
                                                .filter(other -> other.slot() == instance.slot())
                                                .count()
                                        == 1)
                        .map(instance -> new WorkloadEvent.PlannedInstance(
                                InstanceId.of(instance.id() + "-again"),
                                instance.slot(),
                                state.wanted().revision(),
                                state.wanted().version()))
                        .toList();
                return twice.isEmpty()
                                || !(input instanceof WorkloadInput.Tick)
                                || !decision.entries().isEmpty()
                        ? decision
                        : new Decision(
                                List.of(new WorkloadRecord(
                                        now,
                                        Cause.of("supervisor", "a slot has no instance"),
                                        new WorkloadEvent.InstancesPlanned(twice))),
                                decision.effects(),
                                decision.reply(),
                                decision.exchange());
            }
        };
    }

    /** Ordinals are started and stopped together, whatever was asked for. */
    public static SupervisorCore knowsNoOrder(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                return product.decide(unordered(state), exchange, input, now);
            }
        };
    }

    private static WorkloadState unordered(WorkloadState state) {
        return new WorkloadState(
                state.sequence(),
                state.target(),
                state.revisions().stream().map(SupervisorMutations::unordered).toList(),
                state.targets(),
                state.instances(),
                state.rollout(),
                state.ended(),
                state.replacedBefore(),
                state.keepsOutdated(),
                state.launchDelay(),
                state.lastFailure(),
                state.revisionLast(),
                state.targetLast(),
                state.targetLastAt(),
                state.followed());
    }

    private static Revision unordered(Revision revision) {
        return revision.spec().slots() instanceof SlotRule.Ordinal(var order, var partition)
                ? new Revision(
                        revision.number(),
                        revision.since(),
                        revision.spec().toBuilder()
                                .slots(new SlotRule.Ordinal(StartOrder.PARALLEL, partition))
                                .build())
                : revision;
    }

    private interface Hearing {
        WorkloadInput heard(Exchange exchange, WorkloadInput input);
    }

    private static SupervisorCore hears(SupervisorCore core, Hearing hearing) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                return product.decide(state, exchange, hearing.heard(exchange, input), now);
            }
        };
    }

    /** What is unreachable is replaced at once, however long its policy waits for it. */
    public static SupervisorCore replacesTheUnreachableAtOnce(SupervisorCore core) {
        return givesUp(core, UnreachablePolicy::replaced);
    }

    /** What is unreachable is replaced, though its policy waits for it for ever. */
    public static SupervisorCore replacesWhatIsWaitedFor(SupervisorCore core) {
        return givesUp(core, policy -> !policy.replaced());
    }

    private static SupervisorCore givesUp(SupervisorCore core, Predicate<UnreachablePolicy> which) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var decision = product.decide(state, exchange, input, now);
                var after = state;
                for (var entry : decision.entries()) {
                    after = after.apply(entry);
                }
                var reached = after;
                var missed = reached.instances().stream()
                        .filter(instance -> instance.unreachable()
                                && instance.counted()
                                && which.test(reached.unreachablePolicy(instance.revision())))
                        .map(Instance::id)
                        .toList();
                if (missed.isEmpty()) {
                    return decision;
                }
                var entries = new ArrayList<>(decision.entries());
                entries.add(new WorkloadRecord(
                        now, Cause.of("supervisor", "it is away"), new WorkloadEvent.InstancesInactive(missed)));
                return new Decision(entries, decision.effects(), decision.reply(), decision.exchange());
            }
        };
    }

    /** Who speaks of an instance that nobody knows is not told to stop it. */
    public static SupervisorCore letsTheUnknownRun(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var decision = product.decide(state, exchange, input, now);
                var rest = decision.effects().stream()
                        .filter(effect -> !(effect instanceof WorkloadEffect.TellAgent(var node, AgentCommand.Stop stop)
                                && stop.reason() == StopReason.UNKNOWN_TO_SUPERVISOR))
                        .toList();
                return new Decision(decision.entries(), rest, decision.reply(), decision.exchange());
            }
        };
    }

    /** What was refused may be asked for again, by a copy of the same request. */
    public static SupervisorCore forgetsRefusals(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                return product.decide(state, exchange.with(RefusedChanges.ALL_KNOWN), input, now);
            }
        };
    }

    /** A rollout stops all that is outdated at once. */
    public static SupervisorCore replacesAllAtOnce(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var decision = product.decide(state, exchange, input, now);
                var entries = new ArrayList<WorkloadRecord>();
                var reached = state;
                for (var entry : decision.entries()) {
                    var instead = entry;
                    if (entry.event() instanceof WorkloadEvent.StopRequested stop
                            && stop.reason() == StopReason.REPLACED) {
                        var then = reached;
                        var all = reached.instances().stream()
                                .filter(instance -> instance.stopping() == null && then.outdated(instance))
                                .map(Instance::id)
                                .toList();
                        instead = new WorkloadRecord(
                                entry.at(), entry.cause(), new WorkloadEvent.StopRequested(all, stop.reason()));
                    }
                    entries.add(instead);
                    reached = reached.apply(instead);
                }
                return new Decision(entries, decision.effects(), decision.reply(), decision.exchange());
            }
        };
    }

    /** What follows from an event is not the same each time it is read. */
    public static SupervisorCore appliesDifferently(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public WorkloadState apply(WorkloadState state, WorkloadRecord entry) {
                var after = product.apply(state, entry);
                return entry.event() instanceof WorkloadEvent.RolloutEnded ? after.apply(entry) : after;
            }
        };
    }

    /** A revision that fails is launched again at once. */
    public static SupervisorCore doesNotWait(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                return product.decide(withoutDelay(state), exchange, input, now);
            }
        };
    }

    private static WorkloadState withoutDelay(WorkloadState state) {
        return new WorkloadState(
                state.sequence(),
                state.target(),
                state.revisions(),
                state.targets(),
                state.instances(),
                state.rollout(),
                state.ended(),
                state.replacedBefore(),
                state.keepsOutdated(),
                null,
                state.lastFailure(),
                state.revisionLast(),
                state.targetLast(),
                state.targetLastAt(),
                state.followed());
    }

    /** Reports are acknowledged, and what they say is not stored. */
    public static SupervisorCore acknowledgesWithoutStoring(SupervisorCore core) {
        return new MutatedSupervisor(core) {
            @Override
            public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
                var decision = product.decide(state, exchange, input, now);
                return input instanceof WorkloadInput.Agent
                        ? new Decision(List.of(), decision.effects(), decision.reply(), decision.exchange())
                        : decision;
            }
        };
    }
}

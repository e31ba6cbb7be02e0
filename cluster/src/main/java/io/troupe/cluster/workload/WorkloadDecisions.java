package io.troupe.cluster.workload;

import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything a supervisor decides, as a function of what it knows, what it hears, and the time. */
public final class WorkloadDecisions {
    private final WorkloadId workload;
    private final Supplier<String> ids;

    /** @param ids gives a new unique text at each call */
    public WorkloadDecisions(WorkloadId workload, Supplier<String> ids) {
        this.workload = workload;
        this.ids = ids;
    }

    public Decision decide(WorkloadState state, Exchange exchange, WorkloadInput input, Instant now) {
        var deliberation = new Deliberation(workload, state, now, ids);
        var heard = heard(exchange, input, state, now);
        var answer = hear(deliberation, heard, input);
        BackoffPlanner.forgetAfterQuietTime(deliberation);
        AbsencePlanner.step(deliberation, heard);
        HealthPlanner.step(deliberation);
        RolloutPlanner.step(deliberation);
        var planner = new EffectPlanner(
                workload,
                state,
                deliberation.state(),
                remember(strangers(deliberation, heard, input), input, answer, now),
                now);
        var effects = new ArrayList<WorkloadEffect>();
        if (input instanceof WorkloadInput.Agent agent) {
            effects.addAll(InstancePlanner.answers(deliberation.state(), agent.reports()));
        }
        effects.addAll(planner.plan());
        return new Decision(
                deliberation.entries(), effects, answer.map(Supplier::get).orElse(null), planner.exchange());
    }

    /** All that is owed to others after a recovery. */
    public Decision resume(WorkloadState state, Instant now) {
        var planner = EffectPlanner.recovered(workload, state, now);
        var effects = planner.plan();
        return new Decision(List.of(), effects, null, planner.exchange());
    }

    /** When {@link WorkloadInput.Tick} is due; empty if nothing is waited for. */
    public Optional<Instant> deadline(WorkloadState state, Exchange exchange, Instant now) {
        return DeadlinePlanner.next(state, exchange, now);
    }

    private Optional<Supplier<WorkloadReply>> hear(Deliberation deliberation, Exchange exchange, WorkloadInput input) {
        return switch (input) {
            case WorkloadInput.Command command -> Optional.of(obey(deliberation, exchange, command.command()));
            case WorkloadInput.Broker broker -> {
                hear(deliberation, exchange, broker.news());
                yield Optional.empty();
            }
            case WorkloadInput.Agent agent -> {
                InstancePlanner.observed(deliberation, agent.reports(), exchange.contact());
                InstancePlanner.strangers(deliberation, agent.reports(), exchange.strangers());
                yield Optional.empty();
            }
            case WorkloadInput.Departed departed -> Optional.empty();
            case WorkloadInput.Tick tick -> Optional.empty();
        };
    }

    /** The answer is made once all is decided, since the change may be over at once. */
    private Supplier<WorkloadReply> obey(Deliberation deliberation, Exchange exchange, WorkloadCommand command) {
        return switch (command) {
            case WorkloadCommand.Prepare prepare -> {
                var reply = ChangePlanner.prepare(deliberation, exchange.refused(), exchange.line(), prepare);
                yield () -> reply;
            }
            case WorkloadCommand.Begin begin -> {
                ChangePlanner.begin(deliberation, begin);
                yield () -> ChangePlanner.progress(deliberation, begin.deployment());
            }
            case WorkloadCommand.Release release -> {
                ChangePlanner.release(deliberation, release);
                yield () -> ChangePlanner.progress(deliberation, release.deployment());
            }
            case WorkloadCommand.Steer steer -> {
                var reply = TrialPlanner.steer(deliberation, steer);
                yield () -> reply;
            }
            case WorkloadCommand.KillInstances kill -> {
                var reply = InstancePlanner.kill(deliberation, kill);
                yield () -> reply;
            }
            case WorkloadCommand.ResetLaunchDelay reset -> {
                var reply = resetDelay(deliberation, reset);
                yield () -> reply;
            }
            case WorkloadCommand.Wake wake -> () -> awake(deliberation);
        };
    }

    private WorkloadReply awake(Deliberation deliberation) {
        return deliberation.state().idle()
                ? new WorkloadReply.Refused(workload, Problem.of(ProblemCode.NOT_FOUND, workload + " does not exist"))
                : new WorkloadReply.Done();
    }

    private static Exchange strangers(Deliberation deliberation, Exchange exchange, WorkloadInput input) {
        return input instanceof WorkloadInput.Agent agent
                ? exchange.with(exchange.strangers()
                        .after(InstancePlanner.unknown(deliberation.state(), agent.reports()), agent.reports()))
                : exchange;
    }

    private static Exchange remember(
            Exchange exchange, WorkloadInput input, Optional<Supplier<WorkloadReply>> answer, Instant now) {
        if (!(input instanceof WorkloadInput.Command(WorkloadCommand command))) {
            return exchange;
        }
        var line = exchange.line();
        return switch (command) {
            case WorkloadCommand.Prepare prepare ->
                switch (answer.map(Supplier::get).orElse(null)) {
                    case WorkloadReply.Refused refused
                    when !prepare.queue() -> refused(exchange, prepare.deployment(), refused, now);
                    case WorkloadReply.Waiting waiting ->
                        exchange.with(line.with(prepare.deployment(), prepare.version(), now));
                    case null, default -> exchange.with(line.without(prepare.deployment(), now));
                };
            case WorkloadCommand.Release release -> exchange.with(line.without(release.deployment(), now));
            case WorkloadCommand.Begin begin -> exchange;
            case WorkloadCommand.Steer steer -> exchange;
            case WorkloadCommand.KillInstances kill -> exchange;
            case WorkloadCommand.ResetLaunchDelay reset -> exchange;
            case WorkloadCommand.Wake wake -> exchange;
        };
    }

    private static Exchange refused(
            Exchange exchange, DeploymentId deployment, WorkloadReply.Refused reply, Instant now) {
        return exchange.with(exchange.line().without(deployment, now))
                .with(exchange.refused().with(deployment, reply.problem(), now));
    }

    private WorkloadReply resetDelay(Deliberation deliberation, WorkloadCommand.ResetLaunchDelay reset) {
        if (!deliberation.state().exists()) {
            return new WorkloadReply.Refused(workload, Problem.of(ProblemCode.NOT_FOUND, workload + " does not exist"));
        }
        if (BackoffPlanner.delays(deliberation.state()).findAny().isPresent()) {
            deliberation.add(reset.cause(), new WorkloadEvent.LaunchDelayReset(null));
        }
        return new WorkloadReply.Done();
    }

    private static void hear(Deliberation deliberation, Exchange exchange, BrokerNews news) {
        switch (news) {
            case BrokerNews.Granted granted -> InstancePlanner.granted(deliberation, granted, exchange);
            case BrokerNews.NotPlaced refused -> {}
            case BrokerNews.Nodes nodes -> FollowPlanner.heard(deliberation, nodes, exchange);
        }
    }

    private static Exchange heard(Exchange exchange, WorkloadInput input, WorkloadState before, Instant now) {
        return switch (input) {
            case WorkloadInput.Command command -> exchange;
            case WorkloadInput.Broker broker -> heard(exchange, broker.news(), before, now);
            case WorkloadInput.Agent agent -> heard(exchange, agent.reports(), before, now);
            case WorkloadInput.Departed departed -> heard(exchange, departed, before);
            case WorkloadInput.Tick tick -> exchange;
        };
    }

    private static Exchange heard(Exchange exchange, BrokerNews news, WorkloadState before, Instant now) {
        var demand = exchange.demand();
        if (news.epoch() < demand.brokerEpoch()) {
            return exchange;
        }
        var told = EffectPlanner.waiting(before, exchange, now).equals(demand.instances());
        var known = demand.heardOf(news.epoch(), told);
        return switch (news) {
            case BrokerNews.Granted granted -> exchange.with(known);
            case BrokerNews.NotPlaced refused ->
                exchange.with(demand.instances().isEmpty() ? known : known.refused(refused.refusals()));
            case BrokerNews.Nodes nodes ->
                exchange.with(known).with(FollowPlanner.heard(exchange.follow(), nodes, before, now));
        };
    }

    /** Those that are back are asked at once what they have. */
    private static Exchange heard(Exchange exchange, WorkloadInput.Departed departed, WorkloadState before) {
        var contact = exchange.contact().departed(departed.nodes());
        var back = before.instances().stream()
                .flatMap(instance -> Optional.ofNullable(instance.place()).stream())
                .map(InstancePlace::node)
                .anyMatch(node -> exchange.contact().hasDeparted(node) && !contact.hasDeparted(node));
        var known = exchange.with(contact);
        return back ? known.with(known.said().inquired(Instant.EPOCH)) : known;
    }

    private static Exchange heard(Exchange before, AgentReports heard, WorkloadState state, Instant now) {
        var exchange = before.with(before.contact().answered(heard.node()));
        if (heard.reports().stream().anyMatch(report -> report.state() == InstanceState.RUNNING)) {
            return exchange.with(exchange.drops().over());
        }
        var refused = heard.reports().stream().anyMatch(report -> neverRan(report, state));
        return refused ? exchange.with(exchange.drops().another(now)) : exchange;
    }

    private static boolean neverRan(InstanceReport report, WorkloadState before) {
        var lost = report.state() == InstanceState.DROPPED || report.state() == InstanceState.LOST;
        return lost
                && before.instance(report.instance())
                        .filter(instance -> instance.stopping() == null)
                        .isPresent();
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.deployment.DeploymentCommand;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupCommand;
import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.group.GroupReply;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadEvent.PlannedInstance;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import java.util.List;
import java.util.stream.Collectors;

/** Messages and entries as a reader of the story wants them: short. */
final class Words {
    private Words() {}

    static String of(Object message) {
        return switch (message) {
            case WorkloadRecord entry ->
                of(entry.event()) + " (" + entry.cause().who() + ": "
                        + entry.cause().reason() + ")";
            case DeploymentRecord entry -> of(entry.event());
            case GroupRecord entry -> of(entry.event());
            case AgentCommand.Launch launch ->
                "launch " + launch.workload() + " revision " + launch.revision().number() + " "
                        + launch.instances().stream()
                                .map(one -> of(one.instance()))
                                .collect(Collectors.joining(" "));
            case AgentCommand.Stop stop ->
                "stop " + stop.workload() + " " + ids(stop.instances()) + " " + stop.reason();
            case AgentCommand.Inquire inquire ->
                "inquire " + inquire.workload() + ", expects " + ids(inquire.expected());
            case AgentReports reports ->
                "report " + reports.workload() + " from " + reports.node() + " batch " + reports.batch() + " "
                        + reports(reports.reports());
            case BrokerCommand.Demand demand ->
                "demand " + demand.workload() + " number " + demand.number() + " for " + ids(demand.waiting())
                        + ", peers " + demand.peers();
            case BrokerCommand.NodeReport report ->
                "node report " + report.node().id() + " number " + report.number() + " holds "
                        + report.holdings().stream()
                                .map(holding -> of(holding.instance()))
                                .collect(Collectors.joining(" "));
            case BrokerNews.Granted granted -> "granted by epoch " + granted.epoch() + " " + placed(granted.grants());
            case BrokerCommand.Follow follow ->
                "follow nodes for " + follow.workload() + " number " + follow.number() + " revision "
                        + follow.revision().number();
            case BrokerNews.Nodes nodes ->
                "nodes by epoch " + nodes.epoch() + ": fit " + nodes.fit() + ", others " + nodes.others();
            case BrokerNews.NotPlaced refused ->
                "not placed by epoch " + refused.epoch() + ": " + refused.waiting() + " waiting, "
                        + refused.refusals().counts();
            case WorkloadCommand.Prepare prepare ->
                "prepare " + prepare.deployment() + " "
                        + prepare.change().getClass().getSimpleName() + (prepare.force() ? " by force" : "")
                        + (prepare.begin() ? " and begin" : "");
            case WorkloadCommand.Begin begin -> "begin " + begin.deployment();
            case WorkloadCommand.Release release -> "release " + release.deployment();
            case WorkloadReply.Prepared prepared -> "prepared " + prepared.deployment() + " " + prepared.workload();
            case WorkloadReply.Refused refused -> "refused " + refused.problem().message();
            case GroupCommand.Prepare prepare -> "prepare " + prepare.deployment() + " " + of(prepare.change());
            case GroupCommand.Apply apply -> "apply " + apply.deployment();
            case GroupCommand.Release release -> "release " + release.deployment();
            case GroupReply.Prepared prepared -> "prepared the groups of " + prepared.tenant();
            case GroupReply.Applied applied -> "applied to the groups of " + applied.tenant();
            case GroupReply.Released released -> "released the groups of " + released.tenant();
            case GroupReply.Refused refused -> "refused " + refused.problem().message();
            case DeploymentCommand.Submit submit -> "submit " + submit.plan().id();
            default -> String.valueOf(message);
        };
    }

    private static String of(WorkloadEvent event) {
        return switch (event) {
            case WorkloadEvent.InstancesPlanned planned ->
                "planned "
                        + planned.instances().stream()
                                .map((PlannedInstance one) ->
                                        of(one.id()) + " slot " + one.slot() + " revision " + one.revision())
                                .collect(Collectors.joining(", "));
            case WorkloadEvent.InstancesUnreachable away ->
                "unreachable " + ids(away.instances()) + " with " + away.node();
            case WorkloadEvent.StrangersEnded strangers ->
                "strangers ended on " + strangers.node() + " " + reports(strangers.reports());
            case WorkloadEvent.InstancesInactive inactive -> "inactive " + ids(inactive.instances());
            case WorkloadEvent.InstancesPlaced placed -> "placed " + placed(placed.instances());
            case WorkloadEvent.InstancesObserved observed ->
                "observed on " + observed.node() + " " + reports(observed.reports());
            case WorkloadEvent.StopRequested stop -> "stop requested " + ids(stop.instances()) + " " + stop.reason();
            case WorkloadEvent.RolloutBegan began ->
                "rollout began " + began.deployment() + " target "
                        + began.target().version() + ": "
                        + began.target().instances() + " of revision "
                        + began.target().revision() + (began.replaceAll() ? ", replaces all" : "")
                        + (began.delete() ? ", deletes" : "");
            case WorkloadEvent.ChangePrepared prepared ->
                "prepared " + prepared.deployment() + " "
                        + prepared.change().getClass().getSimpleName()
                        + (prepared.superseded() == null ? "" : ", takes over from " + prepared.superseded());
            case WorkloadEvent.RolloutPaused paused ->
                "rollout paused at " + paused.earlier() + " and " + paused.current();
            case WorkloadEvent.RolloutResumed resumed -> "rollout resumed";
            case WorkloadEvent.CanariesPromoted promoted -> "canaries promoted";
            case WorkloadEvent.RolloutFailed failed -> "rollout failed, " + failed.action() + ": " + failed.problem();
            case WorkloadEvent.RolloutEnded ended -> "rollout ended " + ended.deployment() + " " + ended.outcome();
            case WorkloadEvent.NodesFollowed nodes -> "nodes joined " + nodes.joined() + ", left " + nodes.left();
            case WorkloadEvent.LaunchDelayed delayed -> "launch delayed " + delayed.delay();
            case WorkloadEvent.LaunchDelayReset reset -> "launch delay reset";
            case WorkloadEvent.WorkloadDeleted deleted -> "deleted";
        };
    }

    private static String of(DeploymentEvent event) {
        return switch (event) {
            case DeploymentEvent.Submitted submitted ->
                "submitted" + (submitted.force() ? " by force" : "") + " for "
                        + submitted.plan().workloads();
            case DeploymentEvent.Accepted accepted -> "accepted";
            case DeploymentEvent.StepBegan began -> "step " + began.step() + " began";
            case DeploymentEvent.ChangesEnded ended -> "changes of " + ended.workloads() + " ended " + ended.outcome();
            case DeploymentEvent.CancelRequested cancel ->
                "cancel requested" + (cancel.revert() == null ? "" : ", undone by " + cancel.revert());
            case DeploymentEvent.RollbackBegan rollback ->
                "rollback began, undone by " + rollback.revert() + ": " + rollback.workload();
            case DeploymentEvent.Ended ended ->
                "ended " + ended.outcome()
                        + (ended.problem() == null ? "" : ": " + ended.problem().message());
        };
    }

    private static String of(GroupEvent event) {
        return switch (event) {
            case GroupEvent.ChangePrepared prepared ->
                "prepared " + prepared.deployment() + " " + of(prepared.change());
            case GroupEvent.ChangeApplied applied -> "applied " + applied.deployment();
            case GroupEvent.ChangeDropped dropped -> "dropped " + dropped.deployment();
        };
    }

    static String of(GroupChange change) {
        return "groups of " + change.tenant() + ": define "
                + change.defined().stream().map(group -> group.group().path()).toList() + ", forget "
                + change.forgotten().stream().map(TreePath::path).toList()
                + (change.basedOn() == null ? "" : ", based on number " + change.basedOn());
    }

    /** Without the workload's path: what is left is unique in a run. */
    static String of(InstanceId id) {
        return id.value().substring(id.value().lastIndexOf('-') + 1);
    }

    private static String ids(List<InstanceId> ids) {
        return ids.stream().map(Words::of).collect(Collectors.joining(" ", "[", "]"));
    }

    private static String placed(List<PlacedInstance> placed) {
        return placed.stream()
                .map(one -> of(one.id()) + " on " + one.place().node())
                .collect(Collectors.joining(", "));
    }

    private static String reports(List<InstanceReport> reports) {
        return reports.stream()
                .map(report -> of(report.instance()) + " " + report.state()
                        + (report.message().isEmpty() ? "" : " (" + report.message() + ")"))
                .collect(Collectors.joining(", "));
    }
}

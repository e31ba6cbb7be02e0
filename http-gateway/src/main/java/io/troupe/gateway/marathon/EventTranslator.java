package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.ClusterEvent.DeploymentHappened;
import io.troupe.cluster.directory.ClusterEvent.WorkloadHappened;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes Marathon's events of what happened; one fact may be several events, or none that Marathon has a word for. */
final class EventTranslator {
    private EventTranslator() {}

    static List<MarathonEvent> translate(ClusterEvent event) {
        return switch (event) {
            case WorkloadHappened happened -> ofWorkload(happened);
            case DeploymentHappened happened -> ofDeployment(happened);
        };
    }

    private static List<MarathonEvent> ofWorkload(WorkloadHappened happened) {
        var at = happened.record().at();
        return switch (happened.record().event()) {
            case WorkloadEvent.ChangePrepared prepared -> asked(happened, prepared.change());
            case WorkloadEvent.InstancesPlanned _ -> instances(happened, false);
            case WorkloadEvent.InstancesPlaced _ -> instances(happened, true);
            case WorkloadEvent.InstancesObserved _ -> {
                var events = new ArrayList<>(instances(happened, true));
                events.addAll(HealthEvents.observed(happened));
                yield events;
            }
            case WorkloadEvent.InstancesUnreachable _ -> instances(happened, true);
            case WorkloadEvent.StrangersEnded strangers -> unknown(happened, strangers);
            case WorkloadEvent.InstancesInactive _ -> instances(happened, false);
            case WorkloadEvent.StopRequested stop -> {
                var events = new ArrayList<>(HealthEvents.killed(happened, stop));
                events.addAll(instances(happened, true));
                yield events;
            }
            case WorkloadEvent.WorkloadDeleted _ ->
                List.of(MarathonEvent.of(
                        "app_terminated_event",
                        at,
                        Json.object().put("appId", happened.workload().path())));
            case WorkloadEvent.RolloutBegan began -> HealthEvents.began(happened, began);
            case WorkloadEvent.RolloutEnded _,
                    WorkloadEvent.RolloutPaused _,
                    WorkloadEvent.RolloutResumed _,
                    WorkloadEvent.CanariesPromoted _,
                    WorkloadEvent.RolloutFailed _,
                    WorkloadEvent.NodesFollowed _,
                    WorkloadEvent.LaunchDelayed _,
                    WorkloadEvent.LaunchDelayReset _ -> List.of();
        };
    }

    /** What was asked over the API; the journal's cause says from where and how. */
    private static List<MarathonEvent> asked(WorkloadHappened happened, Change change) {
        return switch (change) {
            case Change.Create create -> List.of(asked(happened, create.spec(), create.instances()));
            case Change.Update update -> List.of(asked(happened, update.spec(), update.instances()));
            case Change.Scale scale ->
                happened.view() == null
                        ? List.of()
                        : List.of(asked(happened, happened.view().spec(), scale.instances()));
            case Change.Delete _ ->
                happened.view() != null && Pods.isPod(happened.view())
                        ? List.of(MarathonEvent.of(
                                "pod_deleted_event", happened.record().at(), asker(happened)))
                        : List.of();
            case Change.Restart _, Change.KillAndScale _ -> List.of();
        };
    }

    private static ObjectNode asker(WorkloadHappened happened) {
        var cause = happened.record().cause();
        var line = cause.reason();
        return Json.object()
                .put("clientIp", cause.who().substring(cause.who().lastIndexOf('@') + 1))
                .put("uri", line.substring(line.indexOf(' ') + 1));
    }

    private static MarathonEvent asked(WorkloadHappened happened, WorkloadSpec spec, int instances) {
        var body = asker(happened);
        if (Pods.isPod(spec)) {
            boolean isNew = happened.record().event() instanceof WorkloadEvent.ChangePrepared prepared
                    && prepared.change() instanceof Change.Create;
            return MarathonEvent.of(
                    isNew ? "pod_created_event" : "pod_updated_event",
                    happened.record().at(),
                    body);
        }
        body.set("appDefinition", AppJson.full(spec, instances).put("version", Json.time(version(happened))));
        return MarathonEvent.of("api_post_event", happened.record().at(), body);
    }

    /** Of the change, by which it is found again; not said before it was stored with the event. */
    private static Instant version(WorkloadHappened happened) {
        return happened.record().event() instanceof WorkloadEvent.ChangePrepared prepared && prepared.version() != null
                ? prepared.version()
                : happened.record().at();
    }

    private static List<MarathonEvent> instances(WorkloadHappened happened, boolean statusToo) {
        var events = new ArrayList<MarathonEvent>();
        var at = happened.record().at();
        for (var instance : happened.touched()) {
            if (HealthEvents.speaksOfHealthAlone(happened, instance)) {
                continue;
            }
            if (statusToo && instance.place() != null) {
                taskIds(happened, instance)
                        .forEach(task -> events.add(MarathonEvent.of(
                                "status_update_event",
                                at,
                                status(happened, instance).put("taskId", task))));
            }
            events.add(MarathonEvent.of("instance_changed_event", at, changed(happened, instance)));
        }
        return events;
    }

    private static ObjectNode refused(DeploymentHappened happened, @Nullable Problem problem) {
        return Json.object()
                .put("groupId", "/")
                .put("version", Json.time(happened.view().plan().version()))
                .put("reason", problem == null ? "refused" : problem.message());
    }

    private static ObjectNode status(WorkloadHappened happened, Instance instance) {
        var place = instance.place();
        var body = Json.object()
                .put("slaveId", place == null ? "" : place.node().value())
                .put("taskId", TaskIds.of(instance.id()))
                .put("taskStatus", TaskJson.state(instance))
                .put("message", TaskJson.message(instance))
                .put("appId", happened.workload().path())
                .put("host", place == null ? "" : place.host())
                .put(
                        "version",
                        version(happened.view(), instance, happened.record().at()));
        body.set("ipAddresses", TaskJson.addresses(instance));
        body.set("ports", TaskJson.ports(instance));
        return body;
    }

    /** A pod's instance is as many tasks as it has containers. */
    private static List<String> taskIds(WorkloadHappened happened, Instance instance) {
        var view = happened.view();
        return view == null || !Pods.isPod(view)
                ? List.of(TaskIds.of(instance.id()))
                : HealthJson.specOf(view, instance).containers().stream()
                        .map(container -> TaskIds.of(instance.id(), container.name()))
                        .toList();
    }

    private static ObjectNode changed(WorkloadHappened happened, Instance instance) {
        var place = instance.place();
        return Json.object()
                .put("instanceId", instance.id().value())
                .put(
                        "condition",
                        instance.state() == InstanceState.PLANNED ? "Scheduled" : TaskJson.condition(instance))
                .put("runSpecId", happened.workload().path())
                .put("agentId", place == null ? null : place.node().value())
                .put("host", place == null ? null : place.host())
                .put(
                        "runSpecVersion",
                        version(happened.view(), instance, happened.record().at()));
    }

    private static List<MarathonEvent> unknown(WorkloadHappened happened, WorkloadEvent.StrangersEnded strangers) {
        return strangers.reports().stream()
                .map(report -> MarathonEvent.of(
                        "unknown_instance_terminated_event",
                        happened.record().at(),
                        Json.object()
                                .put("instanceId", report.instance().value())
                                .put("runSpecId", happened.workload().path())
                                .put("condition", TaskJson.condition(report.state()))))
                .toList();
    }

    static String version(@Nullable WorkloadView view, Instance instance, Instant otherwise) {
        return view == null ? Json.time(otherwise) : TaskJson.version(view, instance);
    }

    private static List<MarathonEvent> ofDeployment(DeploymentHappened happened) {
        var at = happened.record().at();
        var view = happened.view();
        return switch (happened.record().event()) {
            case DeploymentEvent.Accepted _ ->
                List.of(MarathonEvent.of(
                        "group_change_success",
                        at,
                        Json.object()
                                .put("groupId", "/")
                                .put("version", Json.time(view.plan().version()))));
            case DeploymentEvent.StepBegan _ -> List.of(MarathonEvent.of("deployment_info", at, step(happened)));
            case DeploymentEvent.ChangesEnded changes ->
                view.pending().isEmpty() && view.step() >= 0
                        ? List.of(MarathonEvent.of(stepEnd(changes.outcome()), at, step(happened)))
                        : List.of();
            case DeploymentEvent.Ended ended -> ended(happened, ended);
            case DeploymentEvent.Submitted _, DeploymentEvent.CancelRequested _, DeploymentEvent.RollbackBegan _ ->
                List.of();
        };
    }

    private static String stepEnd(RolloutOutcome outcome) {
        return switch (outcome) {
            case COMPLETED -> "deployment_step_success";
            case CANCELLED, SUPERSEDED -> "deployment_step_failure";
        };
    }

    private static ObjectNode step(DeploymentHappened happened) {
        var body = Json.object();
        body.set("plan", DeploymentJson.plan(happened.view().plan()));
        body.set("currentStep", DeploymentJson.currentStep(happened.view()));
        return body;
    }

    private static List<MarathonEvent> ended(DeploymentHappened happened, DeploymentEvent.Ended ended) {
        var at = happened.record().at();
        var body = Json.object().put("id", happened.view().plan().id().value());
        body.set("plan", DeploymentJson.plan(happened.view().plan()));
        return switch (ended.outcome()) {
            case COMPLETED -> List.of(MarathonEvent.of("deployment_success", at, body));
            case CANCELLED, ROLLED_BACK, SUPERSEDED ->
                List.of(MarathonEvent.of(
                        "deployment_failed",
                        at,
                        body.put("reason", ended.outcome().name().toLowerCase(Locale.ROOT))));
            case REFUSED -> List.of(MarathonEvent.of("group_change_failed", at, refused(happened, ended.problem())));
        };
    }
}

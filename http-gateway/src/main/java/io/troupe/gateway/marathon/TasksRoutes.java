package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tasks: listing and killing them. */
final class TasksRoutes {
    private static final int IDS_MAX = 10_000;

    private final ControlPlane controlPlane;
    private final Changes changes;

    TasksRoutes(ControlPlane controlPlane, Changes changes) {
        this.controlPlane = controlPlane;
        this.changes = changes;
    }

    CompletionStage<HttpResponse> all(Exchange exchange) {
        var wanted = Stream.concat(exchange.parameters("status").stream(), exchange.parameters("status[]").stream())
                .map(status -> status.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (var status : wanted) {
            if (!status.equals("running") && !status.equals("staging")) {
                throw HttpRefusal.badRequest("parameter 'status' must be running or staging, not '" + status + "'");
            }
        }
        Predicate<Instance> which = instance -> wanted.isEmpty()
                || wanted.contains("running") && AppView.running(instance)
                || wanted.contains("staging") && AppView.staged(instance);
        return controlPlane.workloads().thenApply(views -> {
            if (wantsLines(exchange)) {
                return Answers.text(200, TaskLines.lines(views));
            }
            var answer = Json.object();
            var tasks = answer.putArray("tasks");
            views.forEach(view -> tasks.addAll(TaskJson.list(view, which)));
            return Answers.ok(answer);
        });
    }

    /** Lines only for those who take nothing else. */
    private static boolean wantsLines(Exchange exchange) {
        var accept = exchange.header("Accept").orElse("*/*");
        return accept.contains("text/plain") && !accept.contains("json") && !accept.contains("*/*");
    }

    CompletionStage<HttpResponse> of(Exchange exchange, WorkloadId id) {
        return controlPlane.workload(id).thenApply(found -> {
            if (wantsLines(exchange)) {
                return Answers.text(200, TaskLines.lines(List.of(AppsRoutes.present(found, id))));
            }
            var answer = Json.object();
            answer.set("tasks", TaskJson.list(AppsRoutes.present(found, id), _ -> true));
            return Answers.ok(answer);
        });
    }

    CompletionStage<HttpResponse> below(String group) {
        return changes.tree(OnConflict.REJECT).thenApply(tree -> {
            var below = tree.appsBelow(group);
            var answer = Json.object();
            var tasks = answer.putArray("tasks");
            below.forEach(view -> tasks.addAll(TaskJson.list(view, _ -> true)));
            return Answers.ok(answer);
        });
    }

    /** All tasks of an app, or those on a host. */
    CompletionStage<HttpResponse> killAll(Exchange exchange, WorkloadId id) {
        refuseScaleAndWipe(exchange);
        var host = exchange.parameter("host").filter(name -> !name.equals("*"));
        return controlPlane.workload(id).thenCompose(found -> {
            var view = AppsRoutes.present(found, id);
            var victims = victims(
                    view, instance -> host.map(name -> isOn(instance, name)).orElse(true));
            return kill(exchange, Map.of(view, victims));
        });
    }

    CompletionStage<HttpResponse> killOne(Exchange exchange, WorkloadId id, String taskId) {
        refuseScaleAndWipe(exchange);
        return controlPlane.workload(id).thenCompose(found -> {
            var view = AppsRoutes.present(found, id);
            var instance = TaskIds.instanceOf(taskId);
            var victims = victims(view, candidate -> candidate.id().value().equals(instance));
            if (victims.isEmpty()) {
                throw MarathonErrors.noTask(taskId);
            }
            if (exchange.flag("scale", false)) {
                return kill(exchange, Map.of(view, victims));
            }
            return killed(exchange, view, victims).thenApply(_ -> {
                var answer = Json.object();
                answer.set("task", TaskJson.json(view, victims.getFirst()));
                return Answers.ok(answer);
            });
        });
    }

    /** Tasks of any apps, by a body of ids. */
    CompletionStage<HttpResponse> killThese(Exchange exchange) {
        refuseScaleAndWipe(exchange);
        var faults = new Faults();
        var fields = new Fields(exchange.json(), "", faults);
        if (!fields.has("ids")) {
            faults.missing("/ids");
        }
        var ids = fields.texts("ids");
        if (ids.size() > IDS_MAX) {
            faults.rule("/ids", "has more than " + IDS_MAX + " ids");
        }
        faults.refuse();
        var instances = new HashSet<String>();
        for (var id : ids) {
            if (!TaskIds.canBe(id)) {
                throw HttpRefusal.badRequest("Invalid task id '" + id + "'");
            }
            instances.add(TaskIds.instanceOf(id));
        }
        return controlPlane.workloads().thenCompose(views -> {
            var victims = new LinkedHashMap<WorkloadView, List<Instance>>();
            for (var view : views) {
                var ofView = victims(
                        view, instance -> instances.contains(instance.id().value()));
                if (!ofView.isEmpty()) {
                    victims.put(view, ofView);
                }
            }
            return kill(exchange, victims);
        });
    }

    private CompletionStage<HttpResponse> kill(Exchange exchange, Map<WorkloadView, List<Instance>> victims) {
        var real = new LinkedHashMap<>(victims);
        real.values().removeIf(List::isEmpty);
        if (exchange.flag("scale", false)) {
            return scaled(exchange, real);
        }
        CompletionStage<List<Instance>> done = CompletableFuture.completedStage(new ArrayList<>());
        var answer = Json.object();
        var tasks = answer.putArray("tasks");
        for (var entry : real.entrySet()) {
            entry.getValue().forEach(instance -> tasks.add(TaskJson.json(entry.getKey(), instance)));
            done = done.thenCompose(_ -> killed(exchange, entry.getKey(), entry.getValue()));
        }
        return done.thenApply(_ -> Answers.ok(answer));
    }

    private CompletionStage<HttpResponse> scaled(Exchange exchange, Map<WorkloadView, List<Instance>> victims) {
        var list = victims.entrySet().stream()
                .map(entry -> new WorkloadChange(entry.getKey().id(), new Change.KillAndScale(ids(entry.getValue()))))
                .limit(DeploymentPlan.WORKLOADS_MAX)
                .toList();
        return changes.answered(
                changes.submit(
                        exchange, Changes.onConflict(exchange, false), () -> CompletableFuture.completedStage(list)),
                200);
    }

    private CompletionStage<List<Instance>> killed(Exchange exchange, WorkloadView view, List<Instance> victims) {
        var command = new WorkloadCommand.KillInstances(ids(victims), Cause.of(exchange.who(), exchange.line()));
        return controlPlane.ask(view.id(), command).thenApply(reply -> switch (reply) {
            case WorkloadReply.Killing killing -> killing.instances();
            case WorkloadReply.Refused refused -> throw MarathonErrors.of(refused.problem(), Optional.of(view.id()));
            case WorkloadReply.Done _ -> List.of();
            case WorkloadReply.Prepared _, WorkloadReply.Waiting _, WorkloadReply.Progress _ ->
                throw Changes.unexpected(reply);
        });
    }

    private static List<InstanceId> ids(List<Instance> instances) {
        return instances.stream().map(Instance::id).toList();
    }

    private static List<Instance> victims(WorkloadView view, Predicate<Instance> which) {
        return view.instances().stream().filter(TaskJson::isTask).filter(which).toList();
    }

    private static boolean isOn(Instance instance, String host) {
        var place = instance.place();
        return place != null
                && (place.host().equals(host) || place.node().value().equals(host));
    }

    private static void refuseScaleAndWipe(Exchange exchange) {
        if (exchange.flag("scale", false) && exchange.flag("wipe", false)) {
            throw HttpRefusal.badRequest("You cannot use scale and wipe at the same time.");
        }
    }
}

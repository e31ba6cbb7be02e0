package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code /v2/apps}: reading apps, and deleting and restarting them. */
final class AppsRoutes {
    private static final Pattern EMBED_PREFIX = Pattern.compile("^(?:group\\.)?apps?\\.");

    private final ControlPlane controlPlane;
    private final Changes changes;
    private final InstantSource clock;

    AppsRoutes(ControlPlane controlPlane, Changes changes, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.changes = changes;
        this.clock = clock;
    }

    CompletionStage<HttpResponse> list(Exchange exchange) {
        var filter = filter(exchange);
        var embed = embed(exchange, AppView.LISTED);
        return controlPlane.workloads().thenApply(views -> {
            var answer = Json.object();
            var apps = answer.putArray("apps");
            var now = clock.instant();
            views.stream().filter(filter).forEach(view -> apps.add(AppView.json(view, embed, now)));
            return Answers.ok(answer);
        });
    }

    CompletionStage<HttpResponse> below(Exchange exchange, String group) {
        var embed = embed(exchange, AppView.SINGLE);
        return changes.tree(OnConflict.REJECT).thenApply(tree -> {
            var answer = Json.object();
            var apps = answer.putArray("*");
            var now = clock.instant();
            tree.appsBelow(group).forEach(view -> apps.add(AppView.json(view, embed, now)));
            return Answers.ok(answer);
        });
    }

    CompletionStage<HttpResponse> one(Exchange exchange, WorkloadId id) {
        var embed = embed(exchange, AppView.SINGLE);
        var at = exchange.moment("at");
        return at.isPresent()
                ? controlPlane.workloadAt(id, at.get()).thenApply(view -> shown(view, id, embed))
                : controlPlane.workload(id).thenApply(view -> shown(view, id, embed));
    }

    private HttpResponse shown(Optional<WorkloadView> view, WorkloadId id, Set<String> embed) {
        var answer = Json.object();
        answer.set("app", AppView.json(present(view, id), embed, clock.instant()));
        return Answers.ok(answer);
    }

    CompletionStage<HttpResponse> versions(WorkloadId id) {
        return controlPlane.workload(id).thenApply(found -> {
            var answer = Json.object();
            var versions = answer.putArray("versions");
            present(found, id).targets().reversed().forEach(target -> versions.add(Json.time(target.at())));
            return Answers.ok(answer);
        });
    }

    CompletionStage<HttpResponse> version(WorkloadId id, String version) {
        return controlPlane.workload(id).thenApply(found -> {
            var view = present(found, id);
            var past = Versions.find(view, version);
            var app = AppJson.full(past.spec(), past.instances());
            app.put("version", Json.time(past.at()));
            return Answers.ok(app);
        });
    }

    CompletionStage<HttpResponse> delete(Exchange exchange, WorkloadId id) {
        Supplier<CompletionStage<Changes.Proposal>> asked =
                () -> controlPlane.workload(id).thenCombine(controlPlane.groups(), (found, groups) -> {
                    present(found, id);
                    return new Changes.Proposal(
                            List.of(new WorkloadChange(id, new Change.Delete())), removal(id, groups), true);
                });
        return exchange.flag("dryRun", false)
                ? changes.tried(exchange, asked.get())
                : changes.answered(changes.propose(exchange, Changes.onConflict(exchange, true), asked), 200);
    }

    /** What is said of the tenant's groups keeps in mind what went, so that an older version of theirs can be read. */
    static List<GroupChange> removal(WorkloadId id, List<GroupView> groups) {
        return groups.stream()
                .filter(view -> TreePath.of(id).isBelow(view.tenant()))
                .map(view -> new GroupChange(view.tenant(), List.of(), List.of(), List.of(id), null))
                .toList();
    }

    CompletionStage<HttpResponse> restart(Exchange exchange, WorkloadId id) {
        Supplier<CompletionStage<Changes.Proposal>> asked =
                () -> controlPlane.workload(id).thenApply(found -> {
                    present(found, id);
                    return Changes.Proposal.of(List.of(new WorkloadChange(id, new Change.Restart())));
                });
        return exchange.flag("dryRun", false)
                ? changes.tried(exchange, asked.get())
                : changes.answered(changes.propose(exchange, Changes.onConflict(exchange, false), asked), 200);
    }

    static WorkloadView present(Optional<WorkloadView> view, WorkloadId id) {
        return view.orElseThrow(() -> MarathonErrors.noApp(id.path()));
    }

    private static Predicate<WorkloadView> filter(Exchange exchange) {
        var id = exchange.parameter("id").map(text -> text.toLowerCase(Locale.ROOT));
        var command = exchange.parameter("cmd").map(text -> text.toLowerCase(Locale.ROOT));
        var labels = exchange.parameters("label").stream()
                .map(LabelSelector::parse)
                .reduce(Predicate::and)
                .orElse((Map<String, String> _) -> true);
        return view -> id.map(text -> view.id().path().contains(text)).orElse(true)
                && command.map(text -> command(view).contains(text)).orElse(true)
                && labels.test(view.spec().labels());
    }

    private static String command(WorkloadView view) {
        return switch (view.spec().containers().getFirst().command()) {
            case CommandSpec.Shell shell -> shell.line().toLowerCase(Locale.ROOT);
            case CommandSpec.Arguments _, CommandSpec.Program _, CommandSpec.ImageDefault _ -> "";
        };
    }

    /** What is always shown and what was asked for, with any prefix or none; unknown depths are ignored. */
    private static Set<String> embed(Exchange exchange, Set<String> always) {
        var asked = new HashSet<>(always);
        for (var value : exchange.parameters("embed")) {
            var name = EMBED_PREFIX.matcher(value).replaceFirst("");
            if (name.equals("failures")) {
                asked.addAll(AppView.FAILURES);
            } else {
                asked.add(name);
            }
        }
        return asked;
    }

    static HttpResponse located(HttpResponse response, WorkloadId id) {
        return response.addHeader(RawHeader.create("Location", "/v2/apps" + id.path()));
    }
}

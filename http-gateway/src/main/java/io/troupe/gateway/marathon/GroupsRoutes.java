package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import io.troupe.cluster.ControlPlane;
import io.troupe.gateway.http.Answers;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.TreePath;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /v2/groups}: paths, methods, and what only reads. Ids stand in the path with their slashes, so the words behind them are found from the end. */
final class GroupsRoutes {
    private final ControlPlane controlPlane;
    private final GroupWrites writes;
    private final GroupVersions versions;
    private final InstantSource clock;

    GroupsRoutes(ControlPlane controlPlane, Changes changes, UsedServicePorts usedServicePorts, InstantSource clock) {
        this.controlPlane = controlPlane;
        this.versions = new GroupVersions(controlPlane);
        this.writes = new GroupWrites(changes, usedServicePorts, versions);
        this.clock = clock;
    }

    CompletionStage<HttpResponse> answer(Exchange exchange, List<String> rest) {
        int size = rest.size();
        if (exchange.method().equals("GET") && size > 0) {
            if (rest.getLast().equals("apps")) {
                return apps(exchange, known(rest.subList(0, size - 1)));
            }
            if (rest.getLast().equals("versions")) {
                return versions(known(rest.subList(0, size - 1)));
            }
            if (size > 1 && rest.get(size - 2).equals("versions")) {
                return version(exchange, known(rest.subList(0, size - 2)), rest.getLast());
            }
        }
        return switch (exchange.method()) {
            case "GET" -> one(exchange, known(rest));
            case "POST" -> writes.create(exchange, written(rest));
            case "PUT" -> writes.update(exchange, written(rest));
            case "DELETE" -> writes.delete(exchange, known(rest));
            case "PATCH" -> writes.enforceRole(exchange, known(rest));
            default -> throw HttpRefusal.methodNotAllowed("GET, HEAD, POST, PUT, PATCH, DELETE");
        };
    }

    private CompletionStage<HttpResponse> one(Exchange exchange, TreePath group) {
        var depth = GroupJson.Depth.of(exchange.parameters("embed"));
        return writes.tree()
                .thenApply(tree -> Answers.ok(GroupJson.json(present(tree, group), group, depth, clock.instant())));
    }

    private CompletionStage<HttpResponse> apps(Exchange exchange, TreePath group) {
        var depth = GroupJson.Depth.of(exchange.parameters("embed"));
        return controlPlane.workloads().thenApply(views -> {
            var apps = Json.array();
            views.stream()
                    .filter(view -> TreePath.of(view.id()).isBelow(group) && !Pods.isPod(view))
                    .forEach(view -> apps.add(AppView.json(view, depth.inApps(), clock.instant())));
            return Answers.ok(apps);
        });
    }

    private CompletionStage<HttpResponse> versions(TreePath group) {
        return writes.tree().thenApply(tree -> {
            var list = Json.array();
            present(tree, group).versions(group).forEach(at -> list.add(Json.time(at)));
            return Answers.ok(list);
        });
    }

    private CompletionStage<HttpResponse> version(Exchange exchange, TreePath group, String version) {
        var depth = GroupJson.Depth.of(exchange.parameters("embed"));
        var at = GroupVersions.parse(version)
                .orElseThrow(() -> HttpRefusal.of(
                        422, "'" + version + "' is no version: versions are times such as 2026-11-23T11:30:00.000Z"));
        return writes.tree()
                .thenCompose(tree -> versions.past(present(tree, group), group, at))
                .thenApply(past -> Answers.ok(GroupVersions.json(
                        past.orElseThrow(() ->
                                HttpRefusal.notFound("Group '" + group + "' does not exist in version " + version)),
                        group,
                        depth)));
    }

    private static GroupTree present(GroupTree tree, TreePath group) {
        if (!tree.exists(group)) {
            throw MarathonErrors.noGroup(group.path());
        }
        return tree;
    }

    /** An id that no group can have is the id of a group that does not exist. */
    private static TreePath known(List<String> segments) {
        var path = "/" + String.join("/", segments);
        if (TreePath.faultOf(path).isPresent()) {
            throw MarathonErrors.noGroup(path);
        }
        return TreePath.of(path);
    }

    private static TreePath written(List<String> segments) {
        var path = "/" + String.join("/", segments);
        TreePath.faultOf(path).ifPresent(fault -> {
            throw Faults.notValid("/id", fault);
        });
        return TreePath.of(path);
    }
}

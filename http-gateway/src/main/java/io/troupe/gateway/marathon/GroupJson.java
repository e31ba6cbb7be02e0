package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.TreePath;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes a group with what lies below it, as deep as {@code embed} asks. */
final class GroupJson {
    private static final String APPS = "group.apps";

    private GroupJson() {}

    /**
     * What of a group is shown.
     *
     * @param inApps what of each app, as {@link AppView} calls it
     */
    record Depth(boolean groups, boolean apps, boolean pods, Set<String> inApps) {
        private static final Depth ALL = new Depth(true, true, true, Set.of());

        /** Of the values of {@code embed}; unknown ones are ignored, and none at all asks for groups, apps and pods. */
        static Depth of(List<String> embed) {
            if (embed.isEmpty()) {
                return ALL;
            }
            var inApps = new HashSet<String>();
            for (var value : embed) {
                if (value.equals(APPS + ".failures")) {
                    inApps.addAll(AppView.FAILURES);
                } else if (value.startsWith(APPS + ".")) {
                    inApps.add(value.substring(APPS.length() + 1));
                }
            }
            return new Depth(
                    embed.contains("group.groups"),
                    embed.contains(APPS) || !inApps.isEmpty(),
                    embed.contains("group.pods"),
                    inApps);
        }
    }

    static ObjectNode json(GroupTree tree, TreePath group, Depth depth, Instant now) {
        var json = head(tree.definition(group), tree.latest(group));
        if (depth.apps()) {
            var apps = json.putArray("apps");
            tree.workloadsIn(group).stream()
                    .filter(view -> !Pods.isPod(view))
                    .forEach(view -> apps.add(AppView.json(view, depth.inApps(), now)));
        }
        if (depth.pods()) {
            var pods = json.putArray("pods");
            tree.workloadsIn(group).stream().filter(Pods::isPod).forEach(view -> pods.add(Pods.definition(view)));
        }
        if (depth.groups()) {
            var groups = json.putArray("groups");
            tree.groupsIn(group).forEach(child -> groups.add(json(tree, child, depth, now)));
        }
        return json;
    }

    /** The fields that each group has. */
    static ObjectNode head(GroupDefinition definition, Instant version) {
        var json = Json.object().put("id", definition.group().path());
        json.set("dependencies", Json.texts(definition.dependencies()));
        json.put("version", Json.time(version));
        if (definition.group().segments().size() == 1) {
            json.put("enforceRole", Boolean.TRUE.equals(definition.enforceRole()));
        }
        return json;
    }
}

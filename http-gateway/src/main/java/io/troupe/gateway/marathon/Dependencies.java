package io.troupe.gateway.marathon;

import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the {@code dependencies} of an app or a group: absolute paths, or paths relative to a place, as in Marathon. */
final class Dependencies {
    private static final int DEPENDENCIES_MAX = 1_000;

    private Dependencies() {}

    /**
     * Of an app that is not written inside a group. Relative paths begin at the root, as its id does, but for those that begin with {@code ..}: they begin at
     * the app, as Marathon's documents say (its code takes the root for it, where there is nothing above).
     */
    static List<TreePath> ofApp(Fields fields, @Nullable WorkloadId id) {
        return read(
                fields,
                written ->
                        (written.startsWith("..") && id != null ? TreePath.of(id) : TreePath.ROOT).resolved(written));
    }

    /** @param group where relative paths begin */
    static List<TreePath> read(Fields fields, TreePath group) {
        return read(fields, group::resolved);
    }

    private static List<TreePath> read(Fields fields, UnaryOperator<String> absolute) {
        var dependencies = new LinkedHashSet<TreePath>();
        var items = fields.items("dependencies");
        if (items.size() > DEPENDENCIES_MAX) {
            fields.faults().rule(fields.path("dependencies"), "has more than " + DEPENDENCIES_MAX + " elements");
            return List.of();
        }
        for (var item : items) {
            if (!item.node().isTextual()) {
                fields.faults().type(item.path(), "jsstring");
                continue;
            }
            var path = absolute.apply(item.node().textValue());
            TreePath.faultOf(path)
                    .ifPresentOrElse(
                            fault -> fields.faults().rule(item.path(), fault),
                            () -> dependencies.add(TreePath.of(path)));
        }
        return List.copyOf(dependencies);
    }
}

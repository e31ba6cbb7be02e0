package io.troupe.gateway.marathon;

import io.troupe.protocol.identity.TreePath;
import java.util.LinkedHashSet;
import java.util.List;

/** Reads the {@code dependencies} of an app or a group: absolute paths, or paths relative to a place, as in Marathon. */
final class Dependencies {
    private static final int DEPENDENCIES_MAX = 1_000;

    private Dependencies() {}

    /** @param base where relative paths begin: the group, or the app itself unless it is written inside a group */
    static List<TreePath> read(Fields fields, TreePath base) {
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
            var path = base.resolved(item.node().textValue());
            TreePath.faultOf(path)
                    .ifPresentOrElse(
                            fault -> fields.faults().rule(item.path(), fault),
                            () -> dependencies.add(TreePath.of(path)));
        }
        return List.copyOf(dependencies);
    }
}

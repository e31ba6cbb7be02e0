package io.troupe.protocol.group;

import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A picture of the groups of one tenant for readers.
 *
 * @param tenant the first-level group
 * @param sequence number of the last journal entry this picture knows; a picture with a higher one is newer
 * @param number counts the changes that were made; a change says on which one it is based
 * @param base what was defined before the first of {@code versions}
 * @param versions the last changes, oldest first, bounded
 */
public record GroupView(
        TreePath tenant, long sequence, long number, List<GroupDefinition> base, List<GroupVersion> versions) {
    public GroupView {
        base = List.copyOf(base);
        versions = List.copyOf(versions);
    }

    /** What is defined now, by path. */
    public List<GroupDefinition> definitions() {
        return folded(base, versions);
    }

    /** What was defined then; before the first version that is kept, what was defined before that one. */
    public List<GroupDefinition> definitionsAt(Instant at) {
        return folded(
                base,
                versions.stream().filter(version -> !version.at().isAfter(at)).toList());
    }

    /** The workloads that group changes later than that deleted. */
    public Collection<WorkloadId> removedAfter(Instant at) {
        var removed = new TreeSet<WorkloadId>();
        versions.stream()
                .filter(version -> version.at().isAfter(at))
                .forEach(version -> removed.addAll(version.removed()));
        return removed;
    }

    /** What is defined once these changes are made one after the other. */
    public static List<GroupDefinition> folded(List<GroupDefinition> base, List<GroupVersion> versions) {
        Map<TreePath, GroupDefinition> groups = new TreeMap<>();
        base.forEach(group -> groups.put(group.group(), group));
        for (var version : versions) {
            version.forgotten().forEach(groups::remove);
            version.defined().forEach(group -> groups.put(group.group(), group));
        }
        return List.copyOf(groups.values());
    }
}

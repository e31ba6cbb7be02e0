package io.troupe.gateway;

import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupVersion;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is said of groups to a fake control plane. */
final class FakeGroups {
    private final Map<TreePath, GroupView> groups = new TreeMap<>();

    List<GroupView> defined() {
        return groups.values().stream()
                .filter(view -> !view.definitions().isEmpty())
                .toList();
    }

    void apply(GroupChange asked, DeploymentId deployment, Instant now) {
        var old = groups.getOrDefault(asked.tenant(), new GroupView(asked.tenant(), 0, 0, List.of(), List.of()));
        var versions = new ArrayList<>(old.versions());
        versions.add(new GroupVersion(now, deployment, asked.defined(), asked.forgotten(), asked.removed()));
        groups.put(
                asked.tenant(),
                new GroupView(asked.tenant(), old.sequence() + 1, old.number() + 1, List.of(), versions));
    }
}

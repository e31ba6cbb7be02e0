package io.troupe.cluster.roster;

import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.persistence.roster.RosterEntry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an entry of the roster is about, whenever it was made. */
record RosterKey(String kind, String id) {
    static RosterKey of(RosterEntry entry) {
        return new RosterKey(entry.kind(), entry.id());
    }

    /** All that the directories know. */
    static Set<RosterKey> living(DirectoryMessage.Living living) {
        return Stream.of(
                        living.workloads().stream()
                                .map(name -> new RosterKey(
                                        RosterKinds.WORKLOAD, name.id().path())),
                        living.deployments().stream().map(id -> new RosterKey(RosterKinds.DEPLOYMENT, id.value())),
                        living.tenants().stream().map(tenant -> new RosterKey(RosterKinds.GROUPS, tenant.path())))
                .flatMap(keys -> keys)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

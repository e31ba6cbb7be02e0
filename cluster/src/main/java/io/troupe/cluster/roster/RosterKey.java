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
    static Set<RosterKey> living(DirectoryMessage.Answer answer) {
        return Stream.of(
                        answer.workloads().stream()
                                .map(view -> new RosterKey(
                                        RosterKinds.WORKLOAD, view.id().path())),
                        answer.deployments().stream()
                                .map(view -> new RosterKey(
                                        RosterKinds.DEPLOYMENT, view.plan().id().value())),
                        answer.groups().stream()
                                .map(view -> new RosterKey(
                                        RosterKinds.GROUPS, view.tenant().path())))
                .flatMap(keys -> keys)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

package io.troupe.cluster.group;

import io.troupe.persistence.format.JournalKind;
import io.troupe.persistence.format.JournalKinds;
import java.util.List;

/** The snapshot of a tenant's groups. */
public final class GroupJournalKinds implements JournalKinds {
    @Override
    public List<JournalKind<?>> kinds() {
        return List.of(JournalKind.of("group-state", GroupState.class));
    }
}

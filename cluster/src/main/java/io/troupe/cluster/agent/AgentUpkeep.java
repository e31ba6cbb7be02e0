package io.troupe.cluster.agent;

import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.InstanceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;

/**
 * What an agent does as time passes: it tells the broker, speaks of what nobody asks for, and clears away what is over.
 *
 * <p>Of each workload the last {@value #KEPT_OF_WORKLOAD_MAX} ended instances are kept for their output, for {@link #KEPT_FOR} and at most
 * {@value #KEPT_ON_NODE_MAX} on the node, those that were lost not at all; never before their supervisor has stored how they ended. The memory that an instance ended stays
 * longer, see {@link #REMEMBERED_FOR}.
 */
final class AgentUpkeep {
    static final Duration ANNOUNCE_CHANGES = Duration.ofMillis(100);
    static final Duration ANNOUNCE_ANYWAY = Duration.ofSeconds(5);
    /** How soon after an acknowledged ending what is too much is cleared away. */
    static final Duration CLEAR_AFTER = Duration.ofSeconds(1);

    static final Duration UPKEEP_EVERY = Duration.ofSeconds(30);
    /** Supervisors compare whole pictures every 30 s. One that was not heard of for so long is told the agent's: it may have forgotten what is here. */
    static final Duration UNHEARD_MAX = Duration.ofSeconds(90);

    static final Duration KEPT_FOR = Duration.ofHours(1);
    static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);
    static final int KEPT_OF_WORKLOAD_MAX = 2;
    static final int KEPT_ON_NODE_MAX = 100;
    static final int REMEMBERED_MAX = 10_000;

    private AgentUpkeep() {}

    static void tick(AgentDraft next) {
        next.sendReportsAgain();
        if (!next.noted()) {
            return;
        }
        list(next);
        if (!next.now().isBefore(next.upkeepAt())) {
            clear(next);
            forget(next);
            next.tellUnheardSince(next.now().minus(UNHEARD_MAX));
            next.dropIdleOutboxes();
            next.upkeepAt(next.now().plus(UPKEEP_EVERY));
        }
        var since = Duration.between(next.announcedAt(), next.now());
        if (since.compareTo(next.changed() ? ANNOUNCE_CHANGES : ANNOUNCE_ANYWAY) >= 0) {
            next.announce();
        }
    }

    /** Asks for a list of each engine that is due, and with it of those that hold parts of the same instances: only together do they show them whole. */
    static void list(AgentDraft next) {
        var due = EnumSet.noneOf(EngineKind.class);
        next.engines().forEach((kind, watch) -> {
            if (watch.isDue(next.now())) {
                due.add(kind);
            }
        });
        if (!due.isEmpty()) {
            next.live()
                    .map(HeldInstance::engines)
                    .filter(engines -> !Collections.disjoint(engines, due))
                    .toList()
                    .forEach(due::addAll);
            due.forEach(kind -> next.engines().computeIfPresent(kind, (key, watch) -> watch.asked(next.now())));
            next.effect(new AgentEffect.ListContainers(due));
        }
    }

    private static void clear(AgentDraft next) {
        var newestFirst = new ArrayList<>(next.all());
        newestFirst.removeIf(held -> held.acknowledgedAt() == null || !held.kept());
        newestFirst.sort(
                Comparator.comparing((HeldInstance held) -> held.report().at()).reversed());
        var ofWorkload = new HashMap<String, Integer>();
        var onNode = 0;
        for (var held : newestFirst) {
            var count = ofWorkload.merge(held.workload().path(), 1, Integer::sum);
            var old = Duration.between(held.report().at(), next.now()).compareTo(KEPT_FOR) >= 0;
            var empty = held.report().state() == InstanceState.LOST;
            if (empty || old || count > KEPT_OF_WORKLOAD_MAX || onNode >= KEPT_ON_NODE_MAX) {
                next.put(held.cleared());
                next.effect(new AgentEffect.Remove(held.id(), held.engines()));
            } else {
                onNode++;
            }
        }
    }

    /** The oldest memories of all go when there are too many, even if nobody ever acknowledged them. */
    private static void forget(AgentDraft next) {
        var over = next.all().stream()
                .filter(held -> held.hasEnded() && !held.kept())
                .sorted(Comparator.comparing(held -> held.report().at()))
                .toList();
        var tooMany = over.size() - REMEMBERED_MAX;
        for (var position = 0; position < over.size(); position++) {
            var held = over.get(position);
            var at = held.acknowledgedAt();
            if (position < tooMany || at != null && !next.now().isBefore(at.plus(REMEMBERED_FOR))) {
                next.forget(held.id());
            }
        }
    }
}

package io.troupe.cluster.workload;

import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.identity.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a supervisor whose workload follows the nodes has asked the broker last, and what it heard.
 *
 * @param number counts the questions
 * @param revision what the last one was about
 * @param answersFrom the first question about it
 * @param at when the last one was asked
 * @param answered whether it was answered
 * @param epoch the broker that answered last
 * @param answer the number of its answer; an earlier one that comes later is no news
 * @param missingSince the nodes that matter and are missing from the answers, since when without a break
 */
public record LastFollow(
        long number,
        long revision,
        long answersFrom,
        Instant at,
        boolean answered,
        long epoch,
        long answer,
        Map<NodeId, Instant> missingSince) {
    /** A node that has been missing for so long has left for good; one that restarts is back sooner. */
    static final Duration GONE_AFTER = Duration.ofMinutes(5);

    static final LastFollow NONE = new LastFollow(0, 0, 0, Instant.EPOCH, false, 0, 0, Map.of());

    public LastFollow {
        missingSince = Map.copyOf(missingSince);
    }

    LastFollow asked(long next, long about, Instant now) {
        return new LastFollow(
                next, about, about == revision ? answersFrom : next, now, false, epoch, answer, missingSince);
    }

    boolean isNews(BrokerNews.Nodes news) {
        return news.follow() >= answersFrom
                && news.follow() <= number
                && (news.epoch() > epoch || news.epoch() == epoch && news.answer() > answer);
    }

    /** @param mattering the nodes on which the workload has or is to have an instance */
    LastFollow heard(BrokerNews.Nodes news, Collection<NodeId> mattering, Instant now) {
        var known = new HashSet<>(news.fit());
        known.addAll(news.others());
        var missing = new HashMap<NodeId, Instant>();
        for (var node : mattering) {
            if (!known.contains(node)) {
                missing.put(node, missingSince.getOrDefault(node, now));
            }
        }
        return new LastFollow(number, revision, answersFrom, at, true, news.epoch(), news.answer(), missing);
    }

    /** The nodes that have left for good. */
    Set<NodeId> gone(Instant now) {
        return missingSince.entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue().plus(GONE_AFTER)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** When to ask again. */
    Instant repeatedAt() {
        return at.plus(answered ? EffectPlanner.COMPARE : EffectPlanner.REPEAT);
    }
}

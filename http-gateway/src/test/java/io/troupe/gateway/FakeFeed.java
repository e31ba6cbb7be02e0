package io.troupe.gateway;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Source;
import io.troupe.cluster.ControlPlane.HistoryEntry;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has happened to a fake control plane: the journals of its workloads, the feed, and who follows it. */
final class FakeFeed {
    private final ActorSystem<?> system;
    private final List<BoundedSourceQueue<FeedNews>> followers = new ArrayList<>();
    private final List<FeedEntry> told = new ArrayList<>();
    private final Map<WorkloadId, List<HistoryEntry>> history = new HashMap<>();
    private long forgotten;
    private @Nullable ClusterEvent lastHappened;

    FakeFeed(ActorSystem<?> system) {
        this.system = system;
    }

    void happened(WorkloadId id, WorkloadRecord record, @Nullable WorkloadView view) {
        var entries = history.computeIfAbsent(id, _ -> new ArrayList<>());
        entries.add(new HistoryEntry(entries.size() + 1L, record));
        var touched = view == null ? List.<Instance>of() : view.instances();
        lastHappened = new ClusterEvent.WorkloadHappened(id, entries.size(), record, List.of(), touched, view);
        tell(lastHappened);
    }

    ClusterEvent lastHappened() {
        if (lastHappened == null) {
            throw new AssertionError("nothing has happened yet");
        }
        return lastHappened;
    }

    List<HistoryEntry> history(WorkloadId workload, int entriesMax) {
        var entries = history.getOrDefault(workload, List.of());
        return List.copyOf(entries.subList(Math.max(0, entries.size() - entriesMax), entries.size()));
    }

    void tell(ClusterEvent event) {
        var entry = new FeedEntry(told.size() + 1, event);
        told.add(entry);
        followers.forEach(follower -> {
            if (!follower.offer(new FeedNews.Happened(List.of(entry))).isEnqueued()) {
                throw new AssertionError("a follower did not take " + entry);
            }
        });
    }

    Source<FeedNews, NotUsed> follow(int newsMax) {
        var follower = Source.<FeedNews>queue(newsMax).preMaterialize(system);
        follower.first().offer(new FeedNews.Began(told.size()));
        followers.add(follower.first());
        return follower.second();
    }

    List<FeedEntry> past(long after, int entriesMax) {
        return told.stream()
                .filter(entry -> entry.number() > Math.max(after, forgotten))
                .limit(entriesMax)
                .toList();
    }

    void forget(long number) {
        forgotten = number;
    }
}

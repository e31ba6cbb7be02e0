package io.troupe.cluster.feed;

import static io.troupe.cluster.feed.FeedFixture.NOW;
import static io.troupe.cluster.feed.FeedFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedRow;
import io.troupe.persistence.feed.InMemoryFeed;
import io.troupe.persistence.history.EventHistory;
import io.troupe.persistence.history.HistoryRange;
import io.troupe.persistence.history.InMemoryHistory;
import io.troupe.persistence.history.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedReaderTest {
    private static final FeedKey WEB = new FeedKey("workload", "/web");
    private static final int LONG = FeedReader.PIECE_MAX + 500;

    private final InMemoryHistory journals = new InMemoryHistory();
    private final InMemoryFeed feed = new InMemoryFeed();

    @Test
    void theRowsThatAreAskedForAreToldAndNoOthers() {
        write(WEB, LONG);
        feed.append(List.of(new FeedRow(1, WEB, 2), new FeedRow(2, WEB, LONG), new FeedRow(3, WEB, 7)));
        assertThat(new FeedReader(feed, journals)
                        .past(0, 2)
                        .toCompletableFuture()
                        .join())
                .extracting(told -> told.number() + ":" + FeedKeys.sequence(told.event()))
                .containsExactly("1:2", "2:" + LONG);
    }

    @Test
    void aLongJournalIsGivenInPieces() {
        write(WEB, LONG);
        var reader = new FeedReader(feed, journals);
        var first = reader.journal(WEB, 101).toCompletableFuture().join();
        assertThat(first.more()).isTrue();
        assertThat(first.events()).hasSize(FeedReader.PIECE_MAX);
        assertThat(FeedKeys.sequence(first.events().getFirst())).isEqualTo(101);
        var second = reader.journal(WEB, 101 + FeedReader.PIECE_MAX)
                .toCompletableFuture()
                .join();
        assertThat(second.more()).isFalse();
        assertThat(second.events()).hasSize(LONG - 100 - FeedReader.PIECE_MAX);
    }

    @Test
    void fewJournalsAreReadAtOnceHoweverManyTheRowsName() {
        var rows = new ArrayList<FeedRow>();
        for (var number = 1; number <= 50; number++) {
            var key = new FeedKey("workload", "/web" + number);
            write(key, 1);
            rows.add(new FeedRow(number, key, 1));
        }
        feed.append(rows);
        var slow = new SlowHistory(journals);
        var past = new FeedReader(feed, slow).past(0, 50).toCompletableFuture();
        while (!past.isDone()) {
            assertThat(slow.asked).hasSizeBetween(1, 8);
            slow.answer();
        }
        assertThat(past.join()).hasSize(50);
    }

    @Test
    void newsForAnotherNodeAreToldInMessagesThatFitAndInOrder() {
        write(WEB, 50);
        var events = new FeedReader(feed, journals)
                .journal(WEB, 1)
                .toCompletableFuture()
                .join()
                .events();
        var entries = events.stream()
                .map(event -> new FeedEntry(FeedKeys.sequence(event), event))
                .toList();
        var parts = new FeedNews.Happened(entries).parts();
        assertThat(parts).extracting(part -> part.entries().size()).containsExactly(20, 20, 10);
        assertThat(parts.stream().flatMap(part -> part.entries().stream())).isEqualTo(entries);
    }

    private void write(FeedKey key, int entries) {
        LongStream.rangeClosed(1, entries)
                .forEach(sequence -> journals.append(key.kind() + "|" + key.id(), entry(NOW)));
    }

    /** Answers when told to. */
    private static final class SlowHistory implements EventHistory {
        private final EventHistory history;
        private final List<CompletableFuture<Void>> asked = new ArrayList<>();

        SlowHistory(EventHistory history) {
            this.history = history;
        }

        @Override
        public <T> CompletionStage<List<Stored<T>>> read(String persistenceId, HistoryRange range, Class<T> type) {
            var gate = new CompletableFuture<Void>();
            asked.add(gate);
            return gate.thenCompose(open -> history.read(persistenceId, range, type));
        }

        void answer() {
            var now = List.copyOf(asked);
            asked.clear();
            now.forEach(gate -> gate.complete(null));
        }
    }
}

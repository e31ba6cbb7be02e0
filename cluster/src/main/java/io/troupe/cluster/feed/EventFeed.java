package io.troupe.cluster.feed;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of the feed: one in the cluster. It hears all directories through that of its node, stores the order, and tells who follows. */
public final class EventFeed extends AbstractBehavior<FeedMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int FOLLOWERS_MAX = 1_000;
    private static final Duration LINGER = Duration.ofMillis(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration COMPARE_SOON = Duration.ofMillis(500);
    private static final Duration COMPARE_EVERY = Duration.ofSeconds(60);

    private final TimerScheduler<FeedMessage> timers;
    private final Surroundings surroundings;
    private final FeedReader reader;
    private final FeedState state;
    private final Set<ActorRef<FeedNews>> followers = new HashSet<>();
    private FeedEffect.@Nullable Note note;

    /**
     * What a feed needs around it.
     *
     * @param directory the one of this node
     * @param store keeps the order
     * @param reader reads what was missed
     * @param listed the journals of all that must live, or ended a moment ago
     * @param everything all that lives in the cluster
     * @param whole whether all that lives has been recovered
     * @param clock what time it is
     */
    public record Surroundings(
            ActorRef<DirectoryMessage> directory,
            FeedStore store,
            FeedReader reader,
            Supplier<CompletionStage<Set<FeedKey>>> listed,
            Supplier<CompletionStage<DirectoryMessage.Answer>> everything,
            Supplier<Boolean> whole,
            InstantSource clock) {}

    private EventFeed(
            ActorContext<FeedMessage> context,
            TimerScheduler<FeedMessage> timers,
            Surroundings surroundings,
            FeedState state) {
        super(context);
        this.timers = timers;
        this.surroundings = surroundings;
        this.reader = surroundings.reader();
        this.state = state;
        timers.startSingleTimer(new FeedMessage.Compare(), COMPARE_SOON);
    }

    /** Listens from the first moment; what comes before the store has said where to go on waits. */
    public static Behavior<FeedMessage> create(Surroundings surroundings) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> Behaviors.withStash(FeedState.WAITING_MAX, stash -> {
                    var ear = context.messageAdapter(ClusterEvent.class, FeedMessage.Heard::new);
                    surroundings.directory().tell(new DirectoryMessage.Listen(ear));
                    begin(context, surroundings);
                    return beginning(context, timers, stash, surroundings);
                })));
    }

    private static Behavior<FeedMessage> beginning(
            ActorContext<FeedMessage> context,
            TimerScheduler<FeedMessage> timers,
            StashBuffer<FeedMessage> stash,
            Surroundings surroundings) {
        return Behaviors.receiveMessage(message -> switch (message) {
            case FeedMessage.Began began ->
                stash.unstashAll(new EventFeed(
                        context,
                        timers,
                        surroundings,
                        new FeedState(
                                began.tail(),
                                began.listed(),
                                surroundings.clock().instant())));
            case FeedMessage.StoreFailed failed -> {
                LOG.warn("feed not begun reason=\"{}\"", failed.reason());
                timers.startSingleTimer(new FeedMessage.Retry(failed.again()), RETRY_AFTER);
                yield Behaviors.same();
            }
            case FeedMessage.Retry retry -> {
                begin(context, surroundings);
                yield Behaviors.same();
            }
            case FeedMessage other -> {
                // What does not fit any more is found later by the gap that it leaves.
                if (!stash.isFull()) {
                    stash.stash(other);
                }
                yield Behaviors.same();
            }
        });
    }

    private static void begin(ActorContext<FeedMessage> context, Surroundings surroundings) {
        pipe(
                context,
                surroundings.store().tail().thenCombine(surroundings.listed().get(), FeedMessage.Began::new),
                began -> began,
                FeedMessage.Again.BEGIN);
    }

    private static <T> void pipe(
            ActorContext<FeedMessage> context,
            CompletionStage<T> call,
            Function<T, FeedMessage> done,
            FeedMessage.Again again) {
        context.pipeToSelf(
                call,
                (result, failure) -> failure == null
                        ? done.apply(Objects.requireNonNull(result))
                        : new FeedMessage.StoreFailed(again, String.valueOf(failure.getMessage())));
    }

    @Override
    public Receive<FeedMessage> createReceive() {
        return newReceiveBuilder().onMessage(FeedMessage.class, this::on).build();
    }

    private Behavior<FeedMessage> on(FeedMessage message) {
        switch (message) {
            case FeedMessage.Follow(ActorRef<FeedNews> follower) -> follow(follower);
            case FeedMessage.Unfollow(ActorRef<FeedNews> follower) -> followers.remove(follower);
            case FeedMessage.Heard(ClusterEvent event) -> act(state.heard(event));
            case FeedMessage.Flush flush -> act(state.flush());
            case FeedMessage.Stored stored -> act(state.stored(now()));
            case FeedMessage.Noted noted -> act(state.noted());
            case FeedMessage.JournalRead(FeedKey key, FeedReader.Piece piece) -> {
                LOG.info(
                        "feed read journal={}|{} events={}",
                        key.kind(),
                        key.id(),
                        piece.events().size());
                act(state.journalRead(key, piece.events(), piece.more(), now()));
            }
            case FeedMessage.JournalUnread(FeedKey key, String reason) -> {
                LOG.warn("feed cannot read journal={}|{} reason=\"{}\"", key.kind(), key.id(), reason);
                state.journalUnread(key);
                timers.startSingleTimer(new FeedMessage.Compare(), RETRY_AFTER);
            }
            case FeedMessage.StoreFailed failed -> {
                LOG.warn("feed not stored reason=\"{}\"", failed.reason());
                timers.startSingleTimer(new FeedMessage.Retry(failed.again()), RETRY_AFTER);
            }
            case FeedMessage.Retry(FeedMessage.Again again) -> retry(again);
            case FeedMessage.Compare compare ->
                getContext()
                        .pipeToSelf(
                                surroundings.everything().get(),
                                (answer, failure) -> new FeedMessage.Compared(
                                        answer == null ? DirectoryMessage.Living.NONE : answer.living(),
                                        answer != null
                                                && answer.whole()
                                                && surroundings.whole().get()));
            case FeedMessage.Compared compared -> compare(compared);
            case FeedMessage.Began began -> {}
        }
        return this;
    }

    private void follow(ActorRef<FeedNews> follower) {
        if (followers.contains(follower)) {
            return;
        }
        if (followers.size() >= FOLLOWERS_MAX) {
            LOG.warn("follower={} refused=\"more than {}\"", follower.path(), FOLLOWERS_MAX);
            return;
        }
        followers.add(follower);
        getContext().watchWith(follower, new FeedMessage.Unfollow(follower));
        follower.tell(new FeedNews.Began(state.newest()));
    }

    /** What nobody told since a machine died is found here. */
    private void compare(FeedMessage.Compared compared) {
        timers.startSingleTimer(new FeedMessage.Compare(), compared.whole() ? COMPARE_EVERY : COMPARE_SOON);
        if (!compared.whole()) {
            return;
        }
        var present = new HashSet<FeedKey>();
        compared.living().workloads().forEach(name -> {
            present.add(FeedKeys.of(name.id()));
            act(state.present(FeedKeys.of(name.id()), name.sequence()));
        });
        compared.living().deployments().forEach(id -> present.add(FeedKeys.of(id)));
        act(state.absent(present));
        state.forget(now());
    }

    private static boolean isHere(ActorRef<FeedNews> follower) {
        return follower.path().address().hasLocalScope();
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private void retry(FeedMessage.Again again) {
        switch (again) {
            case BEGIN -> {}
            case FLUSH -> act(state.flush());
            case NOTE -> {
                if (note != null) {
                    act(List.of(note));
                }
            }
        }
    }

    private void act(List<FeedEffect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case FeedEffect.FlushSoon soon -> timers.startSingleTimer(new FeedMessage.Flush(), LINGER);
                case FeedEffect.Store store ->
                    pipe(
                            getContext(),
                            surroundings.store().append(store.rows()),
                            done -> new FeedMessage.Stored(),
                            FeedMessage.Again.FLUSH);
                case FeedEffect.Tell tell -> {
                    var news = new FeedNews.Happened(tell.entries());
                    var parts = news.parts();
                    followers.forEach(follower -> (isHere(follower) ? List.of(news) : parts).forEach(follower::tell));
                }
                case FeedEffect.Note heads -> {
                    note = heads;
                    pipe(
                            getContext(),
                            surroundings.store().note(heads.heads(), heads.closed()),
                            done -> new FeedMessage.Noted(),
                            FeedMessage.Again.NOTE);
                }
                case FeedEffect.ReadJournal journal ->
                    getContext()
                            .pipeToSelf(
                                    reader.journal(journal.key(), journal.from()),
                                    (piece, failure) -> piece != null
                                            ? new FeedMessage.JournalRead(journal.key(), piece)
                                            : new FeedMessage.JournalUnread(
                                                    journal.key(),
                                                    failure == null ? "" : String.valueOf(failure.getMessage())));
            }
        }
    }
}

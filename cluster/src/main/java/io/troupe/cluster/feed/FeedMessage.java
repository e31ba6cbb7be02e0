package io.troupe.cluster.feed;

import akka.actor.NoSerializationVerificationNeeded;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.ClusterMessage;
import io.troupe.cluster.directory.ClusterEvent;
import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.persistence.feed.FeedKey;
import io.troupe.persistence.feed.FeedTail;
import java.util.Set;

/** What is said to the {@link EventFeed}; only {@link Follow} comes from other nodes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes(@JsonSubTypes.Type(value = FeedMessage.Follow.class, name = "follow"))
public sealed interface FeedMessage extends ClusterMessage {
    /** From now on tell the follower, which has its own bound, what happens, until it stops. May be repeated. */
    record Follow(ActorRef<FeedNews> follower) implements FeedMessage {}

    /** What the feed says to itself. */
    sealed interface Own extends FeedMessage, NoSerializationVerificationNeeded {}

    record Unfollow(ActorRef<FeedNews> follower) implements Own {}

    record Heard(ClusterEvent event) implements Own {}

    record Began(FeedTail tail, Set<FeedKey> listed) implements Own {}

    /** A call to the store failed; what was asked is asked again. */
    record StoreFailed(Again again, String reason) implements Own {}

    /** What is tried again. */
    enum Again {
        BEGIN,
        FLUSH,
        NOTE
    }

    record Retry(Again again) implements Own {}

    record Flush() implements Own {}

    record Stored() implements Own {}

    record Noted() implements Own {}

    record JournalRead(FeedKey key, FeedReader.Piece piece) implements Own {}

    record JournalUnread(FeedKey key, String reason) implements Own {}

    /** Time to compare with all that lives. */
    record Compare() implements Own {}

    /** All that lives, if that is known. */
    record Compared(DirectoryMessage.Living living, boolean whole) implements Own {}
}

package io.troupe.cluster.directory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import io.troupe.cluster.directory.DirectoryMessage.Answer;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import io.troupe.cluster.directory.DirectoryMessage.Part;
import io.troupe.cluster.directory.DirectoryMessage.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One question to the directories of all other nodes: it asks each for part after part, and does not wait long for one that says nothing. If any did not
 * answer to the end, the answer says that it is not whole.
 */
final class DirectorySearch {
    private final ActorRef<Part> self;
    private final TimerScheduler<Message> timers;
    private final Question question;
    private final List<Answer> answers = new ArrayList<>();
    private final Set<ActorRef<DirectoryMessage>> awaited;

    sealed interface Message {
        record Heard(Part part) implements Message {}

        record TimeIsUp() implements Message {}
    }

    /**
     * @param here what this node knows
     * @param others the directories to ask
     * @param whole whether these are all the others
     * @param silenceMax how long it waits for the next part
     */
    record Question(
            DirectoryQuestion question,
            Answer here,
            List<ActorRef<DirectoryMessage>> others,
            boolean whole,
            Duration silenceMax,
            ActorRef<Answer> replyTo) {}

    private DirectorySearch(ActorContext<Message> context, TimerScheduler<Message> timers, Question question) {
        this.self = context.messageAdapter(Part.class, Message.Heard::new);
        this.timers = timers;
        this.question = question;
        this.awaited = new HashSet<>(question.others());
        answers.add(question.here());
    }

    static Behavior<Message> create(Question question) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new DirectorySearch(context, timers, question).begin()));
    }

    private Behavior<Message> begin() {
        awaited.forEach(other -> ask(other, Place.FIRST));
        return Behaviors.receiveMessage(message -> switch (message) {
            case Message.Heard(Part part) -> heard(part);
            case Message.TimeIsUp time -> answered(false);
        });
    }

    private void ask(ActorRef<DirectoryMessage> other, Place from) {
        other.tell(new DirectoryMessage.FindHere(question.question(), from, self));
        timers.startSingleTimer(new Message.TimeIsUp(), question.silenceMax());
    }

    private Behavior<Message> heard(Part part) {
        answers.add(part.answer());
        if (part.next() != null) {
            ask(part.of(), part.next());
            return Behaviors.same();
        }
        awaited.remove(part.of());
        return awaited.isEmpty() ? answered(question.whole()) : Behaviors.same();
    }

    private Behavior<Message> answered(boolean whole) {
        var merged = DirectoryState.merged(answers);
        question.replyTo().tell(whole ? merged : merged.partial());
        return Behaviors.stopped();
    }
}

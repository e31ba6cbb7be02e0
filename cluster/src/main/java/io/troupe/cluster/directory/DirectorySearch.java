package io.troupe.cluster.directory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.cluster.directory.DirectoryMessage.Answer;
import io.troupe.cluster.directory.DirectoryMessage.DirectoryQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One question to the directories of all other nodes: it waits for their answers, but not for long. */
final class DirectorySearch {
    private DirectorySearch() {}

    sealed interface Message {
        record Heard(Answer answer) implements Message {}

        record TimeIsUp() implements Message {}
    }

    static Behavior<Message> create(
            DirectoryQuestion question,
            Answer here,
            List<ActorRef<DirectoryMessage>> others,
            Duration answerMax,
            ActorRef<Answer> replyTo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var answers = new ArrayList<Answer>();
            answers.add(here);
            var self = context.messageAdapter(Answer.class, Message.Heard::new);
            others.forEach(other -> other.tell(new DirectoryMessage.FindHere(question, self)));
            timers.startSingleTimer(new Message.TimeIsUp(), answerMax);
            return Behaviors.receiveMessage(message -> switch (message) {
                case Message.Heard(Answer answer) -> {
                    answers.add(answer);
                    yield answers.size() > others.size() ? answered(replyTo, answers) : Behaviors.same();
                }
                case Message.TimeIsUp time -> answered(replyTo, answers);
            });
        }));
    }

    private static Behavior<Message> answered(ActorRef<Answer> replyTo, List<Answer> answers) {
        replyTo.tell(DirectoryState.merged(answers));
        return Behaviors.stopped();
    }
}

package io.troupe.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import io.troupe.cluster.ControlPlane.Outage;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** How the control plane asks actors wherever they are, and what it says when nobody answers. */
final class Asking {
    private final ActorSystem<?> system;
    private final Duration askMax;

    Asking(ActorSystem<?> system, Duration askMax) {
        this.system = system;
        this.askMax = askMax;
    }

    interface Telling<T> {
        void tell(ActorRef<T> replyTo);
    }

    /** Asks through an actor that is made for it, so that the request may go anywhere. */
    <T> CompletionStage<T> ask(Telling<T> telling) {
        Function<ActorRef<T>, Object> message = replyTo -> {
            telling.tell(replyTo);
            return "";
        };
        return AskPattern.ask(system.<Object>ignoreRef().unsafeUpcast(), message, askMax, system.scheduler());
    }

    /** The answer, or an {@link Outage}. */
    <T> CompletionStage<T> read(CompletionStage<T> answer) {
        return answer.exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                cause(failure) instanceof Outage known ? known : new Outage(unread(failure))));
    }

    private Problem unread(Throwable failure) {
        return Problem.of(
                ProblemCode.UNAVAILABLE,
                cause(failure) instanceof TimeoutException
                        ? silence() + "."
                        : "The journal or another node does not answer: " + reason(failure) + ".");
    }

    /** A change was not answered. */
    Problem unanswered(Throwable failure) {
        return Problem.of(
                ProblemCode.UNAVAILABLE,
                cause(failure) instanceof TimeoutException
                        ? silence() + ". What was asked may still happen."
                        : "The journal or another node does not answer: " + reason(failure)
                                + ". What was asked may still happen.");
    }

    private String silence() {
        return "The journal or another node did not answer within " + askMax.toSeconds() + " s";
    }

    static String reason(Throwable failure) {
        var cause = cause(failure);
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

package io.troupe.cluster.access;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Output of instances and commands inside them. Stages fail with {@link AccessRefused} when there is nothing to reach: no such instance or container, its
 * output is gone, its engine does not answer.
 */
public interface InstanceAccess {
    /** The output of a container, oldest first; ended instances have it as long as their node keeps it. */
    CompletionStage<Source<LogChunk, NotUsed>> logs(NodeId node, InstanceId instance, LogRequest request);

    /** Runs a command inside a container. The flow ends after {@link ExecOutput.Exited}; cancelling it kills the command. */
    CompletionStage<Flow<ExecInput, ExecOutput, NotUsed>> exec(NodeId node, InstanceId instance, ExecRequest request);

    /**
     * @param container its name; null for the only or first one
     * @param output whether standard output is wanted
     * @param error whether standard error is wanted
     * @param follow whether to go on until the container ends
     * @param tailLines how many of the last lines to start with; null for all
     * @param since nothing older; null for all
     */
    record LogRequest(
            @Nullable String container,
            boolean output,
            boolean error,
            boolean follow,
            @Nullable Integer tailLines,
            @Nullable Instant since) {}

    /** A piece of output as the container wrote it; not cut at line ends. */
    record LogChunk(boolean error, ByteString bytes) {}

    /**
     * @param container its name; null for the only or first one
     * @param command program and arguments
     * @param terminal whether it gets a terminal
     * @param input whether it gets input; else its input is empty
     */
    record ExecRequest(@Nullable String container, List<String> command, boolean terminal, boolean input) {
        public ExecRequest {
            command = List.copyOf(command);
        }
    }

    /** What goes to a command. */
    sealed interface ExecInput {
        record Bytes(ByteString bytes) implements ExecInput {}

        record EndOfInput() implements ExecInput {}

        record TerminalSize(int columns, int rows) implements ExecInput {}
    }

    /** What comes from a command. */
    sealed interface ExecOutput {
        record Bytes(boolean error, ByteString bytes) implements ExecOutput {}

        record Exited(int code) implements ExecOutput {}
    }

    /** There is nothing to reach; the message is for a person. */
    final class AccessRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public AccessRefused(String message) {
            super(message);
        }
    }
}

package io.troupe.gateway;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every instance has written one line to each stream; a command echoes its input, and exits with 7 at its end. The program {@code nothing} does not exist. */
public final class FakeInstanceAccess implements InstanceAccess {
    @Override
    public CompletionStage<Source<LogChunk, NotUsed>> logs(NodeId node, InstanceId instance, LogRequest request) {
        if ("gone".equals(request.container())) {
            return CompletableFuture.failedStage(new AccessRefused("the output is gone"));
        }
        return CompletableFuture.completedStage(Source.from(List.of(
                        new LogChunk(false, ByteString.fromString("out\n")),
                        new LogChunk(true, ByteString.fromString("err\n"))))
                .filter(chunk -> chunk.error() ? request.error() : request.output()));
    }

    @Override
    public CompletionStage<Flow<ExecInput, ExecOutput, NotUsed>> exec(
            NodeId node, InstanceId instance, ExecRequest request) {
        if (request.command().getFirst().equals("nothing")) {
            return CompletableFuture.failedStage(new AccessRefused("there is no program 'nothing'"));
        }
        return CompletableFuture.completedStage(Flow.<ExecInput>create()
                .takeWhile(input -> !(input instanceof ExecInput.EndOfInput))
                .map(FakeInstanceAccess::echo)
                .concat(Source.single(new ExecOutput.Exited(7))));
    }

    private static ExecOutput echo(ExecInput input) {
        return switch (input) {
            case ExecInput.Bytes bytes -> new ExecOutput.Bytes(false, bytes.bytes());
            case ExecInput.TerminalSize size ->
                new ExecOutput.Bytes(true, ByteString.fromString(size.columns() + "x" + size.rows()));
            case ExecInput.EndOfInput _ -> throw new AssertionError("taken out before");
        };
    }
}

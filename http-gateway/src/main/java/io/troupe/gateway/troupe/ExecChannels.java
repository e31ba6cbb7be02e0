package io.troupe.gateway.troupe;

import akka.NotUsed;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cluster.access.InstanceAccess.ExecInput;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import java.time.Duration;
import java.util.List;

/** A command's input and output as binary WebSocket messages, whose first byte is the channel. */
final class ExecChannels {
    private static final byte INPUT = 0;
    private static final byte OUTPUT = 1;
    private static final byte ERROR = 2;
    private static final byte CONTROL = 3;
    private static final long MESSAGE_MILLIS_MAX = 30_000;
    private static final int TERMINAL_CELLS_MAX = 10_000;
    private static final Duration PING = Duration.ofSeconds(20);

    private ExecChannels() {}

    static Flow<Message, Message, NotUsed> over(Flow<ExecInput, ExecOutput, NotUsed> command) {
        return Flow.<Message>create()
                .flatMapConcat(ExecChannels::bytes)
                .mapConcat(ExecChannels::input)
                .via(command)
                .map(ExecChannels::output)
                .recover(RuntimeException.class, () -> control(Json.object().put("error", "the command was lost")))
                .keepAlive(PING, () -> message(OUTPUT, ByteString.emptyByteString()))
                .map(message -> message);
    }

    private static Source<ByteString, ?> bytes(Message message) {
        if (message.isText()) {
            return Source.single(ByteString.fromArrayUnsafe(new byte[] {CONTROL}));
        }
        var binary = message.asBinaryMessage();
        if (binary.isStrict()) {
            return Source.single(binary.getStrictData());
        }
        return binary.getStreamedData()
                .fold(ByteString.emptyByteString(), ByteString::concat)
                .completionTimeout(Duration.ofMillis(MESSAGE_MILLIS_MAX));
    }

    static List<ExecInput> input(ByteString message) {
        if (message.isEmpty()) {
            return List.of();
        }
        var content = message.drop(1);
        return switch (message.head()) {
            case INPUT -> content.isEmpty() ? List.of() : List.of(new ExecInput.Bytes(content));
            case CONTROL -> control(content);
            default -> List.of();
        };
    }

    /** Control messages that cannot be read are left out: they can neither be answered nor do harm. */
    private static List<ExecInput> control(ByteString content) {
        JsonNode json;
        try {
            json = Json.read(content);
        } catch (HttpRefusal _) {
            return List.of();
        }
        if (json.path("eof").asBoolean(false)) {
            return List.of(new ExecInput.EndOfInput());
        }
        int columns = json.path("resize").path(0).asInt(0);
        int rows = json.path("resize").path(1).asInt(0);
        boolean sensible = columns > 0 && rows > 0 && columns <= TERMINAL_CELLS_MAX && rows <= TERMINAL_CELLS_MAX;
        return sensible ? List.of(new ExecInput.TerminalSize(columns, rows)) : List.of();
    }

    private static Message output(ExecOutput output) {
        return switch (output) {
            case ExecOutput.Bytes bytes -> message(bytes.error() ? ERROR : OUTPUT, bytes.bytes());
            case ExecOutput.Exited exited -> control(Json.object().put("exitCode", exited.code()));
        };
    }

    private static Message control(JsonNode json) {
        return message(CONTROL, Json.write(json));
    }

    private static Message message(byte channel, ByteString content) {
        return BinaryMessage.create(
                ByteString.fromArrayUnsafe(new byte[] {channel}).concat(content));
    }
}

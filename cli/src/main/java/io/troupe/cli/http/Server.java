package io.troupe.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A node's HTTP interface, as a client sees it. Anything but a success becomes a {@link Failure}. */
public final class Server {
    private static final int ANSWER_MILLIS_MAX = 60_000;
    private static final int ANSWER_BYTES_MAX = 256 * 1024 * 1024;
    private static final String UNKNOWN_FIELDS = "troupe-unknown-fields";
    private static final byte[] NO_BODY = new byte[0];

    private final ServerAddress address;
    private final Optional<String> token;
    private final Consumer<String> warnings;

    /** @param warnings takes what a person should know of an answer that is a success */
    public Server(ServerAddress address, Optional<String> token, Consumer<String> warnings) {
        this.address = address;
        this.token = token;
        this.warnings = warnings;
    }

    public ServerAddress address() {
        return address;
    }

    public JsonNode get(String path) {
        return json(send("GET", path, NO_BODY));
    }

    public JsonNode put(String path, JsonNode body) {
        return put(path, body, UnaryOperator.identity());
    }

    /** @param fields what to call a field in a refusal, by its path in the body */
    public JsonNode put(String path, JsonNode body, UnaryOperator<String> fields) {
        return json(send("PUT", path, bytes(body), fields));
    }

    public JsonNode post(String path, JsonNode body) {
        return json(send("POST", path, bytes(body)));
    }

    public JsonNode delete(String path, JsonNode body) {
        return json(send("DELETE", path, bytes(body)));
    }

    public JsonNode delete(String path) {
        return json(send("DELETE", path, NO_BODY));
    }

    /** A change whose answer names its deployment in a header alone; it is put into what is answered. */
    public JsonNode change(String method, String path, Optional<JsonNode> body) {
        var answer = send(method, path, body.map(Server::bytes).orElse(NO_BODY));
        var shown = json(answer) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        var deployment = answer.header("marathon-deployment-id");
        return deployment == null ? shown : shown.put("deploymentId", deployment);
    }

    /** The answer, or nothing if there is no such thing. */
    public Optional<JsonNode> find(String path) {
        var answer = exchange("GET", path, NO_BODY);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.succeeded()) {
            throw Refusals.failure(answer, token.isPresent(), UnaryOperator.identity());
        }
        return Optional.of(json(answer));
    }

    private Answer send(String method, String path, byte[] body) {
        return send(method, path, body, UnaryOperator.identity());
    }

    private Answer send(String method, String path, byte[] body, UnaryOperator<String> fields) {
        var answer = exchange(method, path, body);
        if (!answer.succeeded()) {
            throw Refusals.failure(answer, token.isPresent(), fields);
        }
        unknownFields(answer, fields).ifPresent(warnings);
        return answer;
    }

    /** A field that the server does not know is left out by it; it may be a slip of the pen. */
    private static Optional<String> unknownFields(Answer answer, UnaryOperator<String> fields) {
        return Optional.ofNullable(answer.header(UNKNOWN_FIELDS))
                .map(paths -> Arrays.stream(paths.split(", "))
                        .map(fields)
                        .collect(Collectors.joining(", ", "Left out, for the server knows no such field: ", ".")));
    }

    private Answer exchange(String method, String path, byte[] body) {
        try (var connection = Connection.open(address)) {
            connection.readMillisMax(ANSWER_MILLIS_MAX);
            connection.send(method, address.prefix() + path, headers("application/json", body), body);
            var head = connection.head();
            return new Answer(head.status(), head.headers(), text(connection.body(head)));
        } catch (IOException e) {
            throw Connection.broken(address, e);
        }
    }

    /** An answer that is read while it is written; whoever takes it closes it. */
    public InputStream stream(String path, String accept) {
        return stream(path, accept, Map.of());
    }

    public InputStream stream(String path, String accept, Map<String, String> more) {
        var connection = Connection.open(address);
        try {
            connection.readMillisMax(ANSWER_MILLIS_MAX);
            var headers = headers(accept, NO_BODY);
            headers.putAll(more);
            connection.send("GET", address.prefix() + path, headers, NO_BODY);
            var head = connection.head();
            if (head.status() != 200) {
                var answer = new Answer(head.status(), head.headers(), text(connection.body(head)));
                connection.close();
                throw Refusals.failure(answer, token.isPresent(), UnaryOperator.identity());
            }
            connection.readMillisMax(0);
            return new ClosingInput(connection.body(head), connection);
        } catch (IOException e) {
            connection.close();
            throw Connection.broken(address, e);
        }
    }

    public WebSocket webSocket(String path) {
        var connection = Connection.open(address);
        try {
            connection.readMillisMax(ANSWER_MILLIS_MAX);
            var headers = headers("*/*", NO_BODY);
            headers.remove("Connection");
            headers.putAll(WebSocket.handshake());
            connection.send("GET", address.prefix() + path, headers, NO_BODY);
            var head = connection.head();
            if (head.status() != 101) {
                var answer = new Answer(head.status(), head.headers(), text(connection.body(head)));
                connection.close();
                throw Refusals.failure(answer, token.isPresent(), UnaryOperator.identity());
            }
            connection.readMillisMax(0);
            return new WebSocket(connection);
        } catch (IOException e) {
            connection.close();
            throw Connection.broken(address, e);
        }
    }

    private Map<String, String> headers(String accept, byte[] body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", address.authority());
        headers.put("Accept", accept);
        headers.put("User-Agent", "troupe-cli");
        headers.put("Connection", "close");
        if (token.isPresent()) {
            headers.put("Authorization", "Bearer " + token.get());
        }
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    private static JsonNode json(Answer answer) {
        try {
            return answer.body().isBlank() ? JsonText.read("null") : JsonText.read(answer.body());
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILURE,
                    "The answer is not JSON; is --url the address of a Troupe node? (" + firstLine(e) + ")");
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static byte[] bytes(JsonNode body) {
        return JsonText.compact(body).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(InputStream body) throws IOException {
        var bytes = body.readNBytes(ANSWER_BYTES_MAX);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

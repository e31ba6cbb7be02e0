package io.troupe.gateway.http;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** An answer other than success, ready to be sent. Thrown by whatever finds the fault. */
public final class HttpRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final int status;
    private final transient ObjectNode body;
    private final transient Map<String, String> headers;

    public HttpRefusal(int status, ObjectNode body, Map<String, String> headers) {
        super(status + " " + body.path("message").asText(), null, false, false);
        this.status = status;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    public static HttpRefusal of(int status, String message) {
        return new HttpRefusal(status, Json.object().put("message", message), Map.of());
    }

    public static HttpRefusal badRequest(String message) {
        return of(400, message);
    }

    public static HttpRefusal invalidJson(String fault) {
        var body = Json.object().put("message", "Invalid JSON");
        body.put("details", fault);
        return new HttpRefusal(400, body, Map.of());
    }

    public static HttpRefusal notFound(String message) {
        return of(404, message);
    }

    public static HttpRefusal methodNotAllowed(String allowed) {
        return new HttpRefusal(
                405,
                Json.object().put("message", "Method not allowed here; allowed: " + allowed),
                Map.of("Allow", allowed));
    }

    /** What is needed to answer is away for now. */
    public static HttpRefusal unavailable(String message) {
        return later(503, message);
    }

    /** As much is under way as is taken at once; Marathon answers 403. */
    public static HttpRefusal tooMany(String message) {
        return later(403, message);
    }

    private static HttpRefusal later(int status, String message) {
        return new HttpRefusal(
                status,
                Json.object().put("message", message),
                Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)));
    }

    /** Who asks for the options of a path is told the methods, which is no refusal. */
    public HttpResponse optionsOrResponse(String method) {
        var allowed = headers.get("Allow");
        return method.equals("OPTIONS") && allowed != null
                ? Answers.empty(200).addHeader(RawHeader.create("Allow", allowed + ", OPTIONS"))
                : response();
    }

    public int status() {
        return status;
    }

    public HttpResponse response() {
        var response = Answers.json(status, body);
        for (var header : headers.entrySet()) {
            response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return response;
    }
}

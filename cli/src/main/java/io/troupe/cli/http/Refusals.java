package io.troupe.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Answers that are no success, in one line of plain words with what to do next. */
final class Refusals {
    private static final int BODY_CHARACTERS_MAX = 300;

    private Refusals() {}

    static Failure failure(Answer answer, boolean tokenSent, UnaryOperator<String> fields) {
        return new Failure(
                ExitCode.ofAnswer(answer.status(), names(answer, "deployments")),
                message(answer, fields) + next(answer, tokenSent));
    }

    private static boolean names(Answer answer, String field) {
        try {
            return !JsonText.read(answer.body()).path(field).isEmpty();
        } catch (IOException notJson) {
            return false;
        }
    }

    private static String next(Answer answer, boolean tokenSent) {
        return switch (answer.status()) {
            case 401 ->
                tokenSent
                        ? " The token that was sent is not this server's; see --token-file and TROUPE_TOKEN."
                        : " Name the server's token by --token-file or TROUPE_TOKEN.";
            case 503 -> " Try again" + after(answer) + ".";
            default -> "";
        };
    }

    private static String after(Answer answer) {
        var seconds = answer.header("retry-after");
        return seconds == null ? "" : " in " + seconds + " s";
    }

    private static String message(Answer answer, UnaryOperator<String> fields) {
        JsonNode body;
        try {
            body = JsonText.read(answer.body());
        } catch (IOException notJson) {
            var text = answer.body().strip();
            return sentence(
                    text.isEmpty() || text.length() > BODY_CHARACTERS_MAX
                            ? "The server answered with status " + answer.status()
                            : text.replaceAll("\\s+", " "));
        }
        var message = new StringBuilder(sentence(
                withoutAdvice(body.path("message").asText("The server answered with status " + answer.status()))));
        var details = new ArrayList<String>();
        for (var detail : body.path("details")) {
            var errors = StreamSupport.stream(detail.path("errors").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", "));
            var path = detail.path("path").asText();
            details.add(path.isEmpty() || path.equals("/") ? errors : fields.apply(path) + " " + errors);
        }
        if (!details.isEmpty()) {
            message.append(
                    details.size() == 1 ? " " + sentence(details.getFirst()) : "\n  " + String.join("\n  ", details));
        }
        var holders = StreamSupport.stream(body.path("deployments").spliterator(), false)
                .map(holder -> holder.path("id").asText())
                .filter(id -> !message.toString().contains(id))
                .collect(Collectors.joining(", "));
        if (!holders.isEmpty()) {
            message.append(" It is held by deployment ").append(holders).append('.');
        }
        return message.toString();
    }

    /** What the server says of other clients' ways to go on. */
    private static String withoutAdvice(String message) {
        var advice = message.indexOf(" Override with the option '?force=true'");
        return advice < 0 ? message : message.substring(0, advice);
    }

    private static String sentence(String text) {
        var stripped = text.strip();
        return stripped.isEmpty() || ".!?".indexOf(stripped.charAt(stripped.length() - 1)) >= 0
                ? stripped
                : stripped + ".";
    }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.progress.Words;
import io.troupe.cli.terminal.Paint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people: step by step, each change with what differs, where it goes and what it waits for. */
final class PlanText {
    private static final int VALUE_CHARACTERS_MAX = 80;
    private static final String INDENT = "    ";

    private final Paint paint;
    private final StringBuilder text = new StringBuilder();

    PlanText(Paint paint) {
        this.paint = paint;
    }

    String of(JsonNode plan) {
        if (plan.path("changes").isEmpty()) {
            return "Nothing would change.\n";
        }
        int step = 0;
        for (var change : plan.path("changes")) {
            if (change.path("step").asInt() != step) {
                step = change.path("step").asInt();
                text.append(paint.heading("Step " + step)).append('\n');
            }
            change(change);
        }
        var unforeseen = plan.path("unforeseen").asText();
        if (!unforeseen.isEmpty()) {
            text.append(paint.waiting(unforeseen)).append('\n');
        }
        return text.append(summary(plan)).append('\n').toString();
    }

    private void change(JsonNode change) {
        var word = change.path("change").asText();
        var head = "  " + painted(word) + " "
                + change.path("app").asText(change.path("pod").asText());
        text.append(head).append(instances(change)).append('\n');
        change.path("fields").forEach(field -> line(difference(field)));
        var places = places(change);
        if (!places.isEmpty()) {
            line(places);
        }
        if (!change.path("waitsFor").isEmpty()) {
            line("waits for " + String.join("; ", texts(change.path("waitsFor"))));
        }
    }

    private void line(String line) {
        text.append(INDENT).append(line).append('\n');
    }

    private String painted(String word) {
        return switch (word) {
            case "create" -> paint.good(word);
            case "stop" -> paint.bad(word);
            default -> paint.waiting(word);
        };
    }

    private static String instances(JsonNode change) {
        int from = change.path("instances").path("from").asInt();
        int to = change.path("instances").path("to").asInt();
        return from == to || change.path("change").asText().equals("create")
                ? ", " + Words.count(to, "instance")
                : ", " + from + " -> " + Words.count(to, "instance");
    }

    private static String difference(JsonNode field) {
        var name = field.path("field").asText() + ": ";
        if (!field.has("from")) {
            return name + value(field.path("to")) + " added";
        }
        return field.has("to")
                ? name + value(field.path("from")) + " -> " + value(field.path("to"))
                : name + value(field.path("from")) + " removed";
    }

    private static String value(JsonNode value) {
        var written = value.toString();
        return written.length() > VALUE_CHARACTERS_MAX ? written.substring(0, VALUE_CHARACTERS_MAX) + "…" : written;
    }

    /** {@code 3 on node-a, 2 on node-b, 1 waits: too little memory on 2 nodes (wanted 1024 MiB, found 512 MiB)}. */
    private String places(JsonNode change) {
        var places = new ArrayList<String>();
        for (var place : change.path("placements")) {
            int ports = place.path("ports").asInt();
            places.add(place.path("instances").asInt() + " on "
                    + place.path("node").asText() + (ports == 0 ? "" : " (" + Words.count(ports, "port") + ")"));
        }
        int waiting = change.path("waiting").asInt();
        if (waiting > 0) {
            places.add(paint.waiting(waiting + (waiting == 1 ? " waits: " : " wait: ")) + reasons(change));
        }
        return String.join(", ", places);
    }

    private static String reasons(JsonNode change) {
        var reasons = new ArrayList<String>();
        for (var reason : change.path("reasons")) {
            reasons.add(words(reason.path("reason").asText()) + " on "
                    + Words.count(reason.path("nodes").asInt(), "node") + " ("
                    + reason.path("example").asText() + ")");
        }
        return reasons.isEmpty()
                ? "the broker has only just begun, and does not say why yet"
                : String.join(", ", reasons);
    }

    /** What the queue says, as people say it. */
    private static String words(String reason) {
        return switch (reason) {
            case "AgentMaintenance" -> "takes no new instances";
            case "UnfulfilledConstraint" -> "a constraint is not met";
            case "UnfulfilledRole" -> "no role that it may use";
            case "InsufficientCpus" -> "too few cpus";
            case "InsufficientMemory" -> "too little memory";
            case "InsufficientDisk" -> "too little disk";
            case "InsufficientGpus" -> "too few gpus";
            case "InsufficientPorts" -> "no such port free";
            case "InsufficientCustomResources" -> "too little of a custom resource";
            case "DeclinedScarceResources" -> "kept for those who want its GPUs";
            default -> reason;
        };
    }

    private static String summary(JsonNode plan) {
        var counts = new LinkedHashMap<String, Integer>();
        for (var word : List.of("create", "change", "scale", "restart", "stop")) {
            counts.put(word, 0);
        }
        plan.path("changes")
                .forEach(change -> counts.merge(change.path("change").asText(), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " to " + count.getKey())
                .collect(Collectors.joining(", ", "", "."));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}

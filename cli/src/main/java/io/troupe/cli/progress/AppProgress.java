package io.troupe.cli.progress;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far one app is.
 *
 * @param app its id
 * @param present whether there is such an app
 * @param gone whether there is none because it was to go
 * @param wanted how many instances it is to have
 * @param running how many of the wanted revision run and are ready
 * @param phases what the others do, each as in "2 wait for a place"
 * @param reasons why something waits; empty if nothing does, or nobody asked
 * @param halt why nothing goes on until a person says so; empty if it goes on
 */
public record AppProgress(
        String app,
        boolean present,
        boolean gone,
        int wanted,
        int running,
        List<String> phases,
        List<String> reasons,
        String halt) {
    private static final int NODES_SHOWN_MAX = 3;
    private static final int CHECKS_SHOWN_MAX = 3;

    public AppProgress {
        phases = List.copyOf(phases);
        reasons = List.copyOf(reasons);
    }

    public static AppProgress of(String app, JsonNode workload, Optional<JsonNode> explanation) {
        var revision = workload.path("target").path("revision").asInt();
        var phases = new TreeMap<String, Integer>();
        var running = 0;
        for (var instance : workload.path("instances")) {
            var phase = phase(instance, revision);
            if (phase.equals("running")) {
                running++;
            } else if (!phase.isEmpty()) {
                phases.merge(phase, 1, Integer::sum);
            }
        }
        var texts = new ArrayList<String>();
        phases.forEach((phase, count) -> texts.add(count + " " + phase));
        var wanted = workload.path("target").path("instances").asInt();
        return new AppProgress(
                app,
                true,
                false,
                wanted,
                running,
                texts,
                reasons(workload, explanation),
                halt(workload.path("rollout")));
    }

    /**
     * An app that is not there.
     *
     * @param gone no more, because it was to go; else not yet
     */
    public static AppProgress absent(String app, boolean gone) {
        return new AppProgress(app, false, gone, 0, 0, List.of(), List.of(), "");
    }

    private static String halt(JsonNode rollout) {
        return switch (rollout.path("stage").asText()) {
            case "WAITING_FOR_PROMOTION" ->
                Words.count(rollout.path("ready").asInt(), "canary", "canaries") + " ready, to be promoted";
            case "PAUSED" -> {
                var reason = rollout.path("paused").asText();
                yield reason.startsWith("paused") ? reason : "paused, because " + reason;
            }
            default -> "";
        };
    }

    private static String phase(JsonNode instance, int revision) {
        if (!instance.path("stopping").isNull() && instance.has("stopping")) {
            return "stopping";
        }
        if (instance.path("unreachable").isObject()) {
            return "unreachable";
        }
        var old = instance.path("revision").asInt() != revision;
        var message = instance.path("message").asText();
        return switch (instance.path("state").asText()) {
            case "RUNNING" ->
                old ? "of the old version" : instance.path("ready").asBoolean(true) ? "running" : "not ready";
            case "PLANNED" -> "waiting for a place";
            case "PLACED" -> "starting";
            case "PREPARING" -> "starting" + (message.isEmpty() ? "" : " (" + message + ")");
            default -> "";
        };
    }

    /** Whether somebody should be asked why it takes long. */
    public static boolean isHeldUp(JsonNode workload) {
        if (workload.path("delay").isObject()) {
            return true;
        }
        for (var instance : workload.path("instances")) {
            if (instance.path("state").asText().equals("PLANNED")
                    || instance.path("state").asText().equals("RUNNING")
                            && !instance.path("ready").asBoolean(true)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> reasons(JsonNode workload, Optional<JsonNode> explanation) {
        var reasons = new ArrayList<String>();
        var rollout = workload.path("rollout");
        if (rollout.path("stage").asText().equals("CANARY")) {
            reasons.add(rollout.path("ready").asInt() + " of "
                    + Words.count(rollout.path("canaries").asInt(), "canary", "canaries") + " ready");
        }
        if (!rollout.path("failure").isNull()
                && !rollout.path("failure").asText().isEmpty()
                && !rollout.path("stage").asText().equals("PAUSED")) {
            reasons.add("failed, and tried on: " + rollout.path("failure").asText());
        }
        var delay = workload.path("delay");
        if (delay.isObject()) {
            reasons.add("back-off: no launch before " + delay.path("until").asText());
        }
        explanation.ifPresent(document -> {
            lastFailure(document).ifPresent(reasons::add);
            for (var check : document.path("checks")) {
                if (reasons.size() <= CHECKS_SHOWN_MAX) {
                    reasons.add(check.path("instance").asText() + ": "
                            + check.path("sentence").asText());
                }
            }
            var nodes = 0;
            for (var node : document.path("nodes")) {
                if (!node.path("refusals").isEmpty() && ++nodes <= NODES_SHOWN_MAX) {
                    reasons.add(node.path("node").asText() + ": " + refusals(node));
                }
            }
            if (nodes > NODES_SHOWN_MAX) {
                reasons.add((nodes - NODES_SHOWN_MAX) + " more nodes cannot take one either");
            }
        });
        return reasons;
    }

    private static Optional<String> lastFailure(JsonNode explanation) {
        for (var reason : explanation.path("reasons")) {
            if (reason.asText().startsWith("The last failure was ")) {
                return Optional.of("last failure " + reason.asText().substring("The last failure was ".length()));
            }
        }
        return Optional.empty();
    }

    private static String refusals(JsonNode node) {
        var texts = new ArrayList<String>();
        for (var refusal : node.path("refusals")) {
            texts.add(Words.of(refusal.path("reason").asText()) + ": wants "
                    + refusal.path("wanted").asText() + ", has "
                    + refusal.path("found").asText());
        }
        return String.join("; ", texts);
    }

    public boolean isDone() {
        return running >= wanted && phases.isEmpty();
    }

    /** In one line, without the reasons. */
    public String summary() {
        if (!present) {
            return app + (gone ? ": gone" : ": not there");
        }
        var counts = running + " of " + wanted + " running";
        return app + ": " + (phases.isEmpty() ? counts : counts + ", " + String.join(", ", phases))
                + (halt.isEmpty() ? "" : "; " + halt);
    }
}

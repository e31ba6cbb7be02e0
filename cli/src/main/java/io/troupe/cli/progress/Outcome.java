package io.troupe.cli.progress;

import com.fasterxml.jackson.databind.JsonNode;

/** How a deployment ended for one app, as its journal says. */
public sealed interface Outcome {
    /** How the journal calls the one that carries out what a user asked for. */
    String COORDINATOR = "coordinator";

    /** The app is what the deployment wanted. */
    record Reached() implements Outcome {}

    /**
     * The deployment ended before that.
     *
     * @param how cancelled or superseded
     * @param by who asked for it
     * @param reason what for
     */
    record Overtaken(String how, String by, String reason) implements Outcome {}

    /**
     * It failed, and what it did is undone.
     *
     * @param problem what went wrong
     */
    record Failed(String problem) implements Outcome {}

    /** The journal does not say. */
    record Unknown() implements Outcome {}

    /** @param history the app's history, oldest first */
    static Outcome of(JsonNode history, String deployment) {
        Outcome outcome = new Unknown();
        var problem = "";
        for (var entry : history.path("entries")) {
            var detail = entry.path("detail");
            var event = entry.path("event").asText();
            var who = entry.path("who").asText();
            var reason = entry.path("reason").asText();
            if (event.equals("rollout-failed")
                    && detail.path("deployment").asText().equals(deployment)
                    && detail.path("action").asText().equals("ROLL_BACK")) {
                problem = detail.path("problem").asText();
            } else if (event.equals("rollout-ended")
                    && detail.path("deployment").asText().equals(deployment)) {
                var how = Words.of(detail.path("outcome").asText());
                outcome = how.equals("completed")
                        ? new Reached()
                        : problem.isEmpty() ? new Overtaken(how, who, reason) : new Failed(problem);
            } else if (event.equals("change-prepared")
                    && outcome instanceof Overtaken before
                    && before.by().equals(COORDINATOR)) {
                // Who asked stands in what came instead.
                outcome = new Overtaken(before.how(), who, reason);
            }
        }
        return outcome;
    }
}

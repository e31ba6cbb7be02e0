package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.output.Table;
import io.troupe.cli.progress.Words;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;

/** Lists what waits to be launched. */
final class QueueCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of("queue", "Lists what waits to be launched, and why.");
    }

    @Override
    public int run(Session session, Given given) {
        var answer = session.server().get("/v2/queue");
        return session.show(answer, () -> {
            var table = new Table("APP", "WAITING", "BACK-OFF", "SINCE", "WHY");
            for (var item : answer.path("queue")) {
                var seconds = item.path("delay").path("timeLeftSeconds").asInt();
                table.row(
                        item.path("app")
                                .path("id")
                                .asText(item.path("pod").path("id").asText()),
                        item.path("count").asText(),
                        seconds == 0 ? "" : seconds + " s",
                        item.path("since").asText(),
                        seconds == 0 ? declined(item.path("processedOffersSummary")) : "instances ended too soon");
            }
            return table;
        });
    }

    /** Which reasons kept how many nodes from taking it. */
    private static String declined(JsonNode summary) {
        var reasons = new ArrayList<String>();
        for (var reason : summary.path("rejectSummaryLastOffers")) {
            var nodes = reason.path("declined").asInt();
            if (nodes > 0) {
                reasons.add(reason.path("reason").asText() + ": " + Words.count(nodes, "node"));
            }
        }
        return String.join(", ", reasons);
    }
}

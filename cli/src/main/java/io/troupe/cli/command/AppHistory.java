package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import java.util.Locale;

/** Shows what happened to an app or a pod, by whom and why. */
final class AppHistory implements Command {
    private static final Option LIMIT =
            Option.value("COUNT", "The newest so many entries; 100 if not said.", "-n", "--limit");
    private static final long ENTRIES_OTHERWISE = 100;

    private final String kind;

    /** @param kind {@code app} or {@code pod} */
    AppHistory(String kind) {
        this.kind = kind;
    }

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        kind + " history",
                        "Shows what happened to " + (kind.equals("app") ? "an app" : "a " + kind)
                                + ", who did it and why; also after it was removed.")
                .with(LIMIT)
                .taking(Argument.one(
                        kind.toUpperCase(Locale.ROOT),
                        "The " + kind + "'s id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var limit = given.number(LIMIT, ENTRIES_OTHERWISE, 1);
        var answer = session.server().get("/v1/workloads/" + Paths.id(given.argument(0)) + "/history?limit=" + limit);
        return session.show(answer, () -> {
            var table = new Table("AT", "WHO", "WHAT", "WHY");
            for (var entry : answer.path("entries")) {
                table.row(
                        entry.path("at").asText(),
                        entry.path("who").asText(),
                        entry.path("summary").asText(),
                        entry.path("reason").asText());
            }
            return table;
        });
    }
}

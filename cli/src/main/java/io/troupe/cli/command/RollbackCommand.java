package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Brings an app back to an earlier definition, after a look at whether that can run. */
final class RollbackCommand implements Command {
    private static final Option CHECK = Option.flag("Only say whether the way back is open.", "--check");
    private static final Option FORCE = Option.flag(
            "Also if no node can take an instance, and cancel the deployment that holds the app.", "--force");

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "rollback",
                        "Brings an app back to an earlier definition, keeping its number of instances. Stops nothing before one instance of it is ready.")
                .with(CHECK, FORCE, Waiting.NO_WAIT, Waiting.TIMEOUT)
                .taking(
                        Steering.APP,
                        Argument.optional(
                                "VERSION",
                                "As 'troupe app versions' shows it; if not said, the last one with another definition."));
    }

    @Override
    public int run(Session session, Given given) {
        var app = Paths.app(given.argument(0));
        var path = "/v1/workloads/" + Paths.id(app) + "/rollback";
        var body = JsonNodeFactory.instance.objectNode();
        given.arguments(1).stream().findFirst().ifPresent(version -> body.put("version", version));
        var way = session.server().post(path + "?check=true", body);
        if (given.has(CHECK)) {
            return session.showText(way, () -> told(app, way) + "\n");
        }
        if (!way.path("open").asBoolean() && !given.has(FORCE)) {
            throw new Failure(ExitCode.FAILURE, told(app, way) + ". Nothing was stopped. Try all the same: --force");
        }
        session.err.println(told(app, way));
        // What was looked at is what is asked for.
        body.put("version", way.path("to").asText());
        var accepted = session.server().post(path + "?force=" + given.has(FORCE), body);
        var answer = JsonNodeFactory.instance.objectNode();
        answer.set("deploymentId", accepted.path("deployment"));
        return Deployment.follow(session, given, answer, List.of(app));
    }

    private static String told(String app, JsonNode way) {
        return app + ": the way back to " + way.path("to").asText() + " is "
                + (way.path("open").asBoolean() ? "open" : "closed") + ": " + Facts.joined(way.path("reasons"));
    }
}

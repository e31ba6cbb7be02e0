package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;

/** Replaces all instances of a pod. */
final class PodRestart implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("pod restart", "Replaces all instances of a pod, as its upgrade strategy says."))
                .taking(Argument.one("POD", "The pod's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var pod = Paths.app(given.argument(0));
        var answer = session.server()
                .post(
                        "/v2/pods/" + Paths.id(pod) + "::restart" + Waiting.query(given),
                        JsonNodeFactory.instance.objectNode());
        return Deployment.follow(session, given, answer, List.of(pod));
    }
}

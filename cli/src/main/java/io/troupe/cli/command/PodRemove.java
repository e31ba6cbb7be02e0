package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;
import java.util.Optional;

/** Stops a pod and forgets it. */
final class PodRemove implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("pod remove", "Stops a pod and forgets it; its history stays."))
                .taking(Argument.one("POD", "The pod's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var pod = Paths.app(given.argument(0));
        var path = "/v2/pods/" + Paths.id(pod) + Waiting.query(given);
        var answer = session.server().change("DELETE", path, Optional.empty());
        return Deployment.follow(session, given, answer, List.of(pod));
    }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import java.util.List;
import java.util.Optional;

/** Sets how many instances a pod has. A pod is changed as a whole, so it is read first. */
final class PodScale implements Command {
    @Override
    public Syntax syntax() {
        return Waiting.on(Syntax.of("pod scale", "Sets how many instances a pod has."))
                .taking(
                        Argument.one("POD", "The pod's id, such as /prod/web; the first slash may be left out."),
                        Argument.one("COUNT", "How many there are to be; 0 stops all and keeps the pod."));
    }

    @Override
    public int run(Session session, Given given) {
        var pod = Paths.app(given.argument(0));
        var count = Given.number("COUNT", given.argument(1), 0);
        var path = "/v2/pods/" + Paths.id(pod);
        var definition = (ObjectNode) session.server().get(path);
        definition.putObject("scaling").put("kind", "fixed").put("instances", count);
        var answer = session.server().change("PUT", path + Waiting.query(given), Optional.of(definition));
        return Deployment.follow(session, given, answer, List.of(pod));
    }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Paths;
import io.troupe.cli.output.Table;
import io.troupe.cli.words.Argument;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Option;
import io.troupe.cli.words.Syntax;
import java.util.ArrayList;
import java.util.Locale;

/** Shows one pod, its instances and their containers. */
final class PodShow implements Command {
    private static final Option VERSION = Option.value("VERSION", "One of its versions.", "--version");

    @Override
    public Syntax syntax() {
        return Syntax.of("pod show", "Shows one pod, its instances and their containers; with -o, the whole status.")
                .with(VERSION)
                .taking(Argument.one("POD", "The pod's id, such as /prod/web; the first slash may be left out."));
    }

    @Override
    public int run(Session session, Given given) {
        var path = "/v2/pods/" + Paths.id(given.argument(0));
        var version = given.value(VERSION);
        if (version.isPresent()) {
            var pod = session.server().get(path + "::versions/" + Paths.escaped(version.get()));
            return session.showText(pod, () -> facts(session, pod).text());
        }
        var status = session.server().get(path + "::status");
        return session.showText(status, () -> text(session, status));
    }

    private static String text(Session session, JsonNode status) {
        var facts = facts(session, status.path("spec"))
                .fact("State", status.path("status").asText().toLowerCase(Locale.ROOT))
                .fact("Waits", status.path("message").asText());
        var last = status.at("/terminationHistory/0");
        facts.fact(
                "Ended last",
                (last.path("terminatedAt").asText() + " " + last.path("message").asText()).strip());
        var table = new Table("INSTANCE", "CONTAINER", "STATE", "NODE", "PORTS", "SINCE");
        for (var instance : status.path("instances")) {
            if (instance.path("containers").isEmpty()) {
                table.row(
                        instance.path("id").asText(),
                        "",
                        instance.path("status").asText().toLowerCase(Locale.ROOT),
                        "",
                        "",
                        instance.path("statusSince").asText());
            }
            for (var container : instance.path("containers")) {
                table.row(
                        instance.path("id").asText(),
                        container.path("name").asText(),
                        state(container),
                        instance.path("agentHostname").asText(),
                        ports(container),
                        container.path("statusSince").asText());
            }
        }
        return facts.text() + (table.isEmpty() ? "" : "\n" + session.text(table));
    }

    private static Facts facts(Session session, JsonNode pod) {
        var facts = new Facts(session)
                .fact("Pod", pod.path("id").asText())
                .fact("Instances", pod.at("/scaling/instances").asText())
                .fact("Labels", Facts.pairs(pod.path("labels")))
                .fact("Environment", Facts.pairs(pod.path("environment")))
                .fact("Version", pod.path("version").asText());
        var volumes = new ArrayList<String>();
        for (var volume : pod.path("volumes")) {
            var host = volume.path("host").asText();
            volumes.add(volume.path("name").asText() + (host.isEmpty() ? "" : " (" + host + ")"));
        }
        facts.fact("Volumes", String.join(", ", volumes));
        for (var container : pod.path("containers")) {
            facts.fact("Container", container.path("name").asText() + ": " + what(container));
        }
        return facts;
    }

    private static String what(JsonNode container) {
        var command = container.at("/exec/command");
        var line = command.path("shell").asText(Facts.joined(command.path("argv")));
        return Facts.joined(container.at("/image/id").asText(), line) + " ("
                + container.at("/resources/cpus").asText() + " cpus, "
                + container.at("/resources/mem").asText() + " MiB)";
    }

    static String state(JsonNode container) {
        var state = container.path("status").asText().replaceFirst("^TASK_", "").toLowerCase(Locale.ROOT);
        var exitCode = container.at("/termination/exitCode");
        if (!exitCode.isMissingNode()) {
            return state + ", exit code " + exitCode.asText();
        }
        for (var condition : container.path("conditions")) {
            if (condition.path("name").asText().equals("healthy")) {
                var unknown = condition.path("reason").asText().contains("unreported");
                return state + (unknown ? "" : condition.path("value").asBoolean() ? ", healthy" : ", unhealthy");
            }
        }
        return state;
    }

    static String ports(JsonNode container) {
        var ports = new ArrayList<String>();
        for (var endpoint : container.path("endpoints")) {
            var port = endpoint.path("allocatedHostPort").asText();
            ports.add(endpoint.path("name").asText() + (port.isEmpty() ? "" : "=" + port));
        }
        return String.join(" ", ports);
    }
}

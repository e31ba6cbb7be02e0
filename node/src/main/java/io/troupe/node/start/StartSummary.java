package io.troupe.node.start;

import io.troupe.node.settings.NodeSettings;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person is told once the node is ready: what was found on the machine, and commands to go on with. */
final class StartSummary {
    static final String URL_DEFAULT = "http://127.0.0.1:8080";

    private final NodeSettings settings;
    private final String url;

    /** @param url where the API is */
    StartSummary(NodeSettings settings, String url) {
        this.settings = settings;
        this.url = url;
    }

    List<String> lines(NodeDescription node, long startMillis) {
        var lines = new ArrayList<String>();
        lines.add("Found on this machine, to be lent to apps:");
        lines.add(String.format(
                Locale.ROOT,
                "  %s cpus, %s MiB of memory, %s MiB of disk, host ports %s",
                number(node.total().cpuMillis() / 1000.0),
                node.total().memoryMib(),
                node.total().diskMib(),
                node.ports().stream()
                        .map(range -> range.first() + "-" + range.last())
                        .collect(Collectors.joining(", "))));
        var counted = counted(node.total());
        if (!counted.isEmpty()) {
            lines.add("  " + counted);
        }
        node.engines().forEach(engine -> lines.add("  " + sentence(engine)));
        if (node.engines().stream().noneMatch(engine -> engine.kind() == EngineKind.IMAGES)) {
            lines.add("  no container engine: apps with an image wait until a node with one joins");
        }
        lines.add(String.format(
                Locale.ROOT, "%s is ready after %.1f s. Try, in another terminal:", node.id(), startMillis / 1000.0));
        lines.add("  bin/troupe " + (url.equals(URL_DEFAULT) ? "" : "--url " + url + " ")
                + "apply -f examples/hello.json");
        lines.add("  curl " + url + "/v2/apps");
        lines.add("Ctrl-C stops the node; apps "
                + (settings.stopContainers() ? "are stopped with it." : "run on and are adopted at the next start."));
        return List.copyOf(lines);
    }

    private static String counted(Resources total) {
        var parts = new ArrayList<String>();
        if (total.gpus() > 0) {
            parts.add(total.gpus() + (total.gpus() == 1 ? " GPU" : " GPUs"));
        }
        total.custom().forEach((name, amount) -> parts.add(amount + " " + name));
        return String.join(", ", parts);
    }

    private static String sentence(EngineDescription engine) {
        var name = engine.name() + (engine.version().isEmpty() ? "" : " " + engine.version());
        return switch (engine.kind()) {
            case IMAGES ->
                engine.available()
                        ? "container engine: " + name
                        : "container engine: " + name + " does not answer now; apps with an image wait until it does";
            case PROCESSES ->
                "apps without an image run as processes of this machine"
                        + (engine.version().isEmpty() ? "" : ", " + engine.version());
        };
    }

    private static String number(double cpus) {
        return cpus == Math.rint(cpus) ? String.valueOf((long) cpus) : String.valueOf(cpus);
    }
}

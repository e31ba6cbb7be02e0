package io.troupe.bench;

import java.util.Arrays;
import java.util.List;

/** {@code bin/bench NAME [--quick]}: measures one table of docs/performance.md and prints it, the summary last. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var quick = Arrays.asList(arguments).contains("--quick");
        var names = Arrays.stream(arguments)
                .filter(argument -> !argument.equals("--quick"))
                .toList();
        if (names.size() != 1) {
            refuse(names);
            return;
        }
        Machine.describe();
        Machine.load("before");
        switch (names.getFirst()) {
            case "start" -> StartBench.run(quick);
            case "containers" -> ContainersBench.run(quick);
            case "api" -> ApiBench.run(quick);
            case "idle" -> IdleBench.run(quick);
            case "group" -> GroupBench.run(quick);
            case "rollout" -> RolloutBench.run(quick);
            case "cli" -> CliBench.run(quick);
            case "checks" -> ChecksBench.run(quick);
            case "events" -> EventsBench.run(quick);
            default -> refuse(names);
        }
    }

    private static void refuse(List<String> names) {
        System.err.println("bench: '" + String.join(" ", names)
                + "' is none of start, containers, api, group, rollout, idle, cli, checks, events");
        System.exit(2);
    }
}

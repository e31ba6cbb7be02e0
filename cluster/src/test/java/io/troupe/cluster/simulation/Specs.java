package io.troupe.cluster.simulation;

import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.node.NodeDescription.PortRange;
import io.troupe.protocol.workload.BackoffPolicy;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.KillSelection;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Machines and workloads as chance makes them: small enough that room, ports and constraints run out now and then. */
final class Specs {
    private Specs() {}

    static NodeDescription node(int number, Dice dice) {
        return new NodeDescription(
                NodeId.of("n" + number),
                "10.0." + number / 250 + "." + (number % 250 + 1),
                new Resources(
                        1_000L * dice.between(1, 8),
                        1_024L * dice.between(1, 8),
                        10_000,
                        number % 4 == 1 ? 2 : 0,
                        number % 3 == 0 ? Map.of() : Map.of("licence", 1L + number % 3)),
                List.of(new PortRange(31_000, 31_000 + dice.between(4, 60))),
                Map.of("rack", "r" + dice.between(1, 3), "disk", dice.chance(0.5) ? "ssd" : "spinning"),
                null,
                "z" + dice.between(1, 3),
                List.of("*"),
                List.of(
                        new EngineDescription(EngineKind.PROCESSES, "simulated", "", true),
                        new EngineDescription(EngineKind.IMAGES, "simulated", "", true)),
                "0");
    }

    static WorkloadSpec spec(WorkloadId workload, Dice dice) {
        List<ContainerSpec> containers = new ArrayList<>();
        containers.add(container("main", dice));
        if (dice.chance(0.2)) {
            containers.add(container("side", dice));
        }
        List<PortSpec> ports = ports(dice);
        List<Constraint> constraints = constraints(dice);
        @Nullable SlotRule slots = slots(containers.getFirst());
        return WorkloadSpec.of(workload, containers.getFirst()).toBuilder()
                .containers(containers)
                .ports(ports)
                .constraints(
                        slots instanceof SlotRule.EveryNode
                                ? constraints.stream()
                                        .filter(Constraint::looksAtNodeAlone)
                                        .toList()
                                : constraints)
                .slots(slots)
                .backoff(new BackoffPolicy(
                        Duration.ofMillis(dice.between(100, 2_000)),
                        1 + dice.between(0, 10) / 10.0,
                        Duration.ofSeconds(dice.between(2, 20))))
                .rollout(new RolloutPolicy(
                        dice.between(0, 4) / 4.0, dice.between(0, 4) / 4.0, caution(containers.getFirst())))
                .stop(new StopPolicy(Duration.ofMillis(dice.between(100, 6_000))))
                .unreachable(slots instanceof SlotRule.Ordinal ? null : unreachable(containers.getFirst()))
                .killSelection(dice.chance(0.5) ? KillSelection.OLDEST_FIRST : KillSelection.YOUNGEST_FIRST)
                .build();
    }

    private static ContainerSpec container(String name, Dice dice) {
        long cpuMillis = 100L * dice.between(0, 6);
        long memoryMib = 64L * dice.between(1, 8);
        int number = dice.between(1, 1_000_000);
        Resources resources = new Resources(cpuMillis, memoryMib, 0, number % 17 == 0 ? 1 : 0, custom(number));
        String command = "run " + number;
        ContainerSpec plain = dice.chance(0.5)
                ? ContainerSpec.process(name, command, resources)
                : ContainerSpec.inImage(name, "image", new CommandSpec.Shell(command), resources);
        return plain.toBuilder().checks(checks(name, number)).build();
    }

    /** One in six containers needs a licence; no dice of its own, so that the other draws stay what they are. */
    private static Map<String, Long> custom(int number) {
        return number % 6 == 5 ? Map.of("licence", 1L) : Map.of();
    }

    /** The slots of three workloads in eight are not alike; no dice of its own, so that the other draws stay what they are. */
    private static @Nullable SlotRule slots(ContainerSpec container) {
        int partition = Math.max(0, number(container) / 27_648 % 5 - 2);
        return switch (number(container) / 3_456 % 8) {
            case 0 -> new SlotRule.EveryNode();
            case 1 -> new SlotRule.Ordinal(StartOrder.ORDERED, partition);
            case 2 -> new SlotRule.Ordinal(StartOrder.PARALLEL, partition);
            default -> null;
        };
    }

    /** One in three is given up at once, one in three after a while, one in three never; no dice of its own, so that the other draws stay what they are. */
    private static UnreachablePolicy unreachable(ContainerSpec container) {
        int number = number(container);
        Duration inactive = Duration.ofMillis(number / 3 % 7 * 3_000L);
        return switch (number % 3) {
            case 0 -> UnreachablePolicy.AT_ONCE;
            case 1 -> UnreachablePolicy.after(inactive, inactive.plusMillis(number / 21 % 5 * 6_000L));
            default -> UnreachablePolicy.NEVER;
        };
    }

    private static int number(ContainerSpec container) {
        return container.command() instanceof CommandSpec.Shell(String line)
                ? Integer.parseInt(line.substring("run ".length()))
                : 0;
    }

    /** Every other rollout is careful in some way; no dice of its own, so that the other draws stay what they are. */
    private static @Nullable RolloutCaution caution(ContainerSpec container) {
        int number = number(container);
        if (number % 2 == 0) {
            return null;
        }
        return new RolloutCaution(
                number / 2 % 4,
                number / 8 % 2 == 0,
                Duration.ofMillis(number / 16 % 3 * 1_500L),
                number / 48 % 3 == 0 ? Duration.ofSeconds(10 + number % 30) : null,
                number / 144 % 2 == 0 ? Integer.valueOf(number / 288 % 4) : null,
                switch (number / 1_152 % 3) {
                    case 0 -> FailureAction.KEEP;
                    case 1 -> FailureAction.PAUSE;
                    default -> FailureAction.ROLL_BACK;
                });
    }

    /** One in three containers is checked; no dice of its own, so that the other draws stay what they are. */
    private static List<CheckSpec> checks(String name, int number) {
        @Nullable CheckPurpose purpose = switch (number % 12) {
            case 0, 1 -> CheckPurpose.LIVENESS;
            case 2 -> CheckPurpose.READINESS;
            case 3 -> CheckPurpose.ROLLOUT;
            default -> null;
        };
        return purpose == null
                ? List.of()
                : List.of(CheckSpec.of(name + "-check", purpose, new Probe.Command("true"))
                        .withTimes(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(1))
                        .withFailuresMax(2));
    }

    private static List<PortSpec> ports(Dice dice) {
        return switch (dice.between(0, 5)) {
            case 0 -> List.of(PortSpec.anyHostPort(0));
            case 1 -> List.of(PortSpec.anyHostPort(8080), PortSpec.anyHostPort(9090));
            case 2 ->
                List.of(new PortSpec(null, 80, 31_000 + dice.between(0, 4), 0, Set.of(PortProtocol.TCP), Map.of()));
            default -> List.of();
        };
    }

    private static List<Constraint> constraints(Dice dice) {
        return switch (dice.between(0, 11)) {
            case 0, 1 -> List.of(new Constraint("hostname", ConstraintOperator.UNIQUE, null));
            case 2 -> List.of(new Constraint("rack", ConstraintOperator.MAX_PER, "2"));
            case 3 -> List.of(new Constraint("rack", ConstraintOperator.CLUSTER, null));
            case 4 -> List.of(new Constraint("disk", ConstraintOperator.LIKE, "ssd"));
            case 5 -> List.of(new Constraint("rack", ConstraintOperator.GROUP_BY, "3"));
            default -> List.of();
        };
    }
}

package io.troupe.cluster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Many lives of an agent, each from a seed: launches and stops that come twice, late or never, engines that go and come back, containers that
 * end or vanish, calls that fail or never return, and crashes. The rules are checked at each step by {@link AgentWorld}; in the end
 * everything heals, and supervisor, agent and engines must agree.
 */
class AgentUnderFaultsTest {
    private static final CheckSpec ALIVE = CheckSpec.of("alive", CheckPurpose.LIVENESS, new Probe.Command("true"));

    private static final int SEEDS = 150;
    private static final int STEPS = 400;
    private static final int INSTANCES = 24;
    private static final int HEALING_ROUNDS = 80;

    @Test
    void supervisorAgentAndEnginesAgreeInTheEnd() {
        for (var seed = 0L; seed < SEEDS; seed++) {
            try {
                new Life(seed).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** One life. */
    private static final class Life {
        private final SplittableRandom random;
        private final AgentWorld world;
        private final Map<InstanceId, AgentCommand.Launch> launches = new LinkedHashMap<>();
        private final Set<InstanceId> unwanted = new LinkedHashSet<>();

        Life(long seed) {
            random = new SplittableRandom(seed);
            world = new AgentWorld(random.split());
        }

        void live() {
            for (var step = 0; step < STEPS; step++) {
                disturb();
                world.happen();
                world.happen();
                world.pass(Duration.ofMillis(random.nextInt(400)));
            }
            heal();
            check();
        }

        private void disturb() {
            switch (random.nextInt(40)) {
                case 0, 1, 2, 3 -> plan();
                case 4, 5, 6, 7, 8 -> repeat();
                case 9, 10 -> pick().ifPresent(unwanted::add);
                case 11, 12 -> world.containerEnds(false);
                case 13 -> world.containerEnds(true);
                case 14 -> world.engineLeaves(EngineKind.IMAGES);
                case 15 -> world.engineLeaves(EngineKind.PROCESSES);
                case 16, 17 -> world.engineReturns(EngineKind.IMAGES);
                case 18, 19 -> world.engineReturns(EngineKind.PROCESSES);
                case 20 -> inquire();
                case 21 -> {
                    if (random.nextInt(3) == 0) {
                        world.crash();
                    }
                }
                default -> {}
            }
        }

        private java.util.Optional<InstanceId> pick() {
            return launches.isEmpty()
                    ? java.util.Optional.empty()
                    : launches.keySet().stream()
                            .skip(random.nextInt(launches.size()))
                            .findFirst();
        }

        private void plan() {
            if (launches.size() == INSTANCES) {
                return;
            }
            var workload = WorkloadId.of("/w" + random.nextInt(3));
            var id = InstanceId.mint(workload, Integer.toString(launches.size()));
            var port = random.nextBoolean()
                    ? List.of(new AssignedPort(80, 31_000 + random.nextInt(4)))
                    : List.<AssignedPort>of();
            var launch = new AgentCommand.Launch(
                    workload,
                    new Revision(1, Instant.EPOCH, spec(workload)),
                    List.of(new Assignment(id, 0, new InstancePlace(NodeId.of("node-1"), "127.0.0.1", port))));
            launches.put(id, launch);
            world.send(launch);
        }

        private WorkloadSpec spec(WorkloadId workload) {
            var resources = Resources.of(0.25 * (1 + random.nextInt(3)), 128);
            var containers = new ArrayList<ContainerSpec>();
            var inImage = random.nextBoolean();
            for (var index = 0; index <= random.nextInt(2); index++) {
                containers.add(
                        inImage
                                ? ContainerSpec.inImage("c" + index, "image", new CommandSpec.ImageDefault(), resources)
                                : ContainerSpec.process("c" + index, "serve", resources));
            }
            if (random.nextBoolean()) {
                containers.set(
                        0,
                        containers.getFirst().toBuilder().checks(List.of(ALIVE)).build());
            }
            return WorkloadSpec.of(workload, containers.getFirst()).toBuilder()
                    .containers(containers)
                    .build();
        }

        /** What a supervisor does over and over: it states again what it wants of each instance that has not ended for it. */
        private void repeat() {
            launches.forEach((id, launch) -> {
                var state = world.storedState(id);
                if (unwanted.contains(id) && !state.hasEnded()) {
                    world.send(new AgentCommand.Stop(
                            launch.workload(),
                            List.of(id),
                            Duration.ofSeconds(random.nextInt(3)),
                            StopReason.SCALED_DOWN));
                } else if (state == InstanceState.PLACED) {
                    world.send(launch);
                }
            });
        }

        private void inquire() {
            launches.values().stream()
                    .map(AgentCommand.Launch::workload)
                    .distinct()
                    .forEach(workload -> world.send(new AgentCommand.Inquire(
                            workload,
                            launches.keySet().stream()
                                    .filter(id -> workload.equals(Objects.requireNonNull(launches.get(id))
                                            .workload()))
                                    .filter(id -> {
                                        var state = world.storedState(id);
                                        return state == InstanceState.PREPARING || state == InstanceState.RUNNING;
                                    })
                                    .toList())));
        }

        private void heal() {
            world.faulty = false;
            world.engineReturns(EngineKind.IMAGES);
            world.engineReturns(EngineKind.PROCESSES);
            for (var round = 0; round < HEALING_ROUNDS; round++) {
                repeat();
                inquire();
                while (!world.quiet()) {
                    world.happen();
                }
                world.pass(Duration.ofSeconds(40));
            }
            while (!world.quiet()) {
                world.happen();
            }
        }

        private void check() {
            var running = world.engines.running().stream()
                    .map(EnginesInMemory.Container::instance)
                    .collect(Collectors.toSet());
            launches.forEach((id, launch) -> {
                var state = world.storedState(id);
                var containers = launch.revision().spec().containers().size();
                var alive = world.engines.of(id).stream()
                        .filter(container -> container.life == EnginesInMemory.Life.RUNNING)
                        .count();
                if (unwanted.contains(id)) {
                    assertThat(state).as("unwanted %s", id).matches(InstanceState::hasEnded);
                }
                assertThat(alive)
                        .as(
                                "running containers of %s, which is %s, held as %s",
                                id, state, world.state().instance(id))
                        .isEqualTo(state == InstanceState.RUNNING ? containers : 0);
                assertThat(state == InstanceState.RUNNING || state.hasEnded())
                        .as("%s has come to %s", id, state)
                        .isTrue();
            });
            assertThat(launches.keySet()).containsAll(running);
            assertThat(world.state().instances().byId().keySet())
                    .as("whose sandboxes are still there")
                    .containsAll(world.directory.sandboxes());
            assertThat(world.state().outboxes().values()).allMatch(Outbox::isIdle);
            assertThat(world.state().node().engines()).allMatch(engine -> engine.available());
        }
    }
}

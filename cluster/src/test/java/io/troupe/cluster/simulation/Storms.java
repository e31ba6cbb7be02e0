package io.troupe.cluster.simulation;

import io.troupe.cluster.simulation.Weather.Storm;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What strikes from time to time, and for how long. */
final class Storms {
    private static final long BACK_MILLIS_MAX = 60_000;

    private final World world;
    private final Weather weather;

    Storms(World world, Weather weather) {
        this.world = world;
        this.weather = weather;
    }

    List<Storm> all() {
        return List.of(
                new Storm(Fault.LINK_CUT, dice -> cutLink(dice, true)),
                new Storm(Fault.LINK_CUT_ONE_WAY, dice -> cutLink(dice, false)),
                new Storm(Fault.NODES_CUT_OFF, this::cutOff),
                new Storm(Fault.JVM_DIES, this::jvmDies),
                new Storm(Fault.JVM_DIES_MIDWAY, this::jvmDiesMidway),
                new Storm(Fault.NODE_RESTARTS, this::nodeRestarts),
                new Storm(Fault.POWER_LOST, this::powerLost),
                new Storm(Fault.MACHINE_LOST, this::machineLost),
                new Storm(Fault.JOURNAL_AWAY, this::journalAway),
                new Storm(Fault.JOURNAL_SLOW, this::journalSlow),
                new Storm(Fault.ENGINE_AWAY, this::engineAway),
                new Storm(Fault.BROKER_MOVES, dice -> moveSingleton(world.broker(), dice)),
                new Storm(Fault.KEEPER_MOVES, dice -> moveSingleton(world.keeper(), dice)),
                new Storm(Fault.SHARD_MOVES, this::moveShard));
    }

    private void cutLink(Dice dice, boolean bothWays) {
        List<Host> hosts = world.members();
        if (hosts.size() < 2) {
            return;
        }
        Host one = dice.pick(hosts);
        Host other = dice.pick(hosts);
        if (one != other) {
            world.membership().cut(List.of(one), List.of(other), bothWays, dice.waiting(6_000));
        }
    }

    private void cutOff(Dice dice) {
        List<Host> hosts = world.members();
        List<Host> cut = new ArrayList<>();
        List<Host> rest = new ArrayList<>();
        for (Host host : hosts) {
            (dice.chance(0.3) ? cut : rest).add(host);
        }
        if (!cut.isEmpty() && !rest.isEmpty()) {
            world.membership().cut(cut, rest, dice.chance(0.7), dice.waiting(12_000));
        }
    }

    private void jvmDies(Dice dice) {
        Host host = dice.pick(world.members());
        if (host.isUp()) {
            world.membership().crash(host, back(dice));
        }
    }

    private void jvmDiesMidway(Dice dice) {
        Host host = dice.pick(world.members());
        if (host.isUp()) {
            world.crashSoon(host, dice.between(1, 12), back(dice));
        }
    }

    private void nodeRestarts(Dice dice) {
        Host host = dice.pick(world.members());
        if (host.isUp()) {
            world.membership().leave(host, dice.between(500, 4_000), back(dice));
        }
    }

    private static long back(Dice dice) {
        return dice.chance(0.5) ? dice.between(500, 4_000) : Math.min(dice.waiting(20_000), BACK_MILLIS_MAX);
    }

    private void powerLost(Dice dice) {
        Host host = dice.pick(world.members());
        long back = back(dice);
        boolean enginesForget = dice.chance(0.5);
        if (host.isUp()) {
            world.tell(host, () -> "the machine loses power");
            world.membership().crash(host, back + 1_000);
            host.engine().powerLost(enginesForget);
        }
    }

    private void machineLost(Dice dice) {
        Host host = dice.pick(world.members());
        if (host.isUp() && world.canSpareOne() && dice.chance(0.3)) {
            world.tell(host, () -> "the machine is lost for ever");
            world.membership().lose(host);
            host.engine().powerLost(true);
        }
    }

    private void journalAway(Dice dice) {
        world.tell("weather", () -> "the journal is away");
        weather.journalAway(true);
        world.timeline().after(dice.waiting(5_000), () -> weather.journalAway(false));
    }

    private void journalSlow(Dice dice) {
        world.tell("weather", () -> "the journal is slow");
        weather.journalSlow(true);
        world.timeline().after(dice.waiting(8_000), () -> weather.journalSlow(false));
    }

    private void engineAway(Dice dice) {
        Host host = dice.pick(world.members());
        EngineKind kind = dice.chance(0.5) ? EngineKind.IMAGES : EngineKind.PROCESSES;
        if (host.engine().answers(Set.of(kind))) {
            world.tell(host, () -> "the engine of " + kind + " is away");
            host.engine().leave(kind);
            world.timeline().after(dice.waiting(5_000), () -> host.engine().comeBack(kind));
        }
    }

    private void moveSingleton(Singleton<?> singleton, Dice dice) {
        Host target = dice.pick(world.members());
        long pause = dice.between(50, 1_500);
        if (singleton.actor() != null && target.isUp()) {
            if (singleton == world.broker() && weather.has(Fault.BROKER_LINGERS)) {
                singleton.linger(dice.between(500, 10_000));
            } else {
                singleton.stop();
            }
            world.timeline().after(pause, () -> world.membership().place(singleton, target));
        }
    }

    private void moveShard(Dice dice) {
        Host target = dice.pick(world.members());
        int shard = dice.between(0, Routes.SHARDS - 1);
        if (target.isUp()) {
            world.routes().move(shard, target);
        }
    }
}

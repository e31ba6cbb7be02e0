package io.troupe.cluster.simulation;

import io.troupe.cluster.directory.DirectoryMessage;
import io.troupe.cluster.directory.DirectoryStandIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How actors reach each other: does what sharding, the singletons' proxies and the table of agents do for the product's switchboard. */
final class Routes {
    static final int SHARDS = 16;
    private static final int UNDELIVERED_MAX = 10_000;
    private static final long SEARCH_MILLIS_MAX = 2_000;

    private final World world;
    private final @Nullable Host[] homes = new Host[SHARDS];
    private final boolean[] moving = new boolean[SHARDS];
    private final @Nullable Host[] targets = new Host[SHARDS];
    private final Map<Host, Long> agentKnownAt = new HashMap<>();

    Routes(World world) {
        this.world = world;
    }

    void tell(Host from, Address to, Object message, @Nullable ReturnAddress replyTo) {
        switch (to) {
            case Address.OfEntity entity -> tellEntity(from, entity, message, replyTo);
            case Address.Broker broker -> tellBroker(from, message);
            case Address.Agent agent -> {
                Host host = world.hosts().get(agent.node());
                if (host != null) {
                    tellAgent(from, host, message);
                }
            }
            case Address.Agents agents -> world.hosts().values().forEach(host -> tellAgent(from, host, message));
        }
    }

    private void tellAgent(Host from, Host to, Object message) {
        Cell agent = to.agent();
        if (agent == null || from != to && world.timeline().nowMillis() < agentKnownAt.getOrDefault(to, 0L)) {
            return;
        }
        world.network().send(from, to, message, () -> agent.deliver(message, null));
    }

    /** The others learn of the agent of a new run some time later. */
    void agentStarted(Host host) {
        agentKnownAt.put(host, world.timeline().nowMillis() + world.weather().discoveryMillis());
    }

    private void tellBroker(Host from, Object message) {
        Cell former = world.broker().former();
        Cell broker = former != null && world.weather().writesToTheFormer()
                ? former
                : world.broker().cell();
        if (broker == null) {
            keep(from, () -> tellBroker(from, message));
        } else {
            world.network().send(from, broker.host(), message, () -> broker.deliver(message, null));
        }
    }

    private void tellEntity(Host from, Address.OfEntity to, Object message, @Nullable ReturnAddress replyTo) {
        int shard = shardOf(to);
        Host home = homes[shard];
        if (home == null && !moving[shard]) {
            home = world.anyMember();
            homes[shard] = home;
        }
        if (home == null || moving[shard]) {
            keep(from, () -> tellEntity(from, to, message, replyTo));
            return;
        }
        Host there = home;
        world.network().send(from, there, message, () -> arrive(there, to, message, replyTo));
    }

    private void arrive(Host host, Address.OfEntity to, Object message, @Nullable ReturnAddress replyTo) {
        int shard = shardOf(to);
        if (homes[shard] != host || moving[shard]) {
            tellEntity(host, to, message, replyTo);
            return;
        }
        Cell cell = host.entities().get(to);
        if (cell == null) {
            cell = spawn(host, to);
        }
        cell.deliver(message, replyTo);
    }

    private Cell spawn(Host host, Address.OfEntity to) {
        Cell cell = new Cell(world, host, () -> {
            host.entities().remove(to);
            finishMove(shardOf(to));
        });
        host.entities().put(to, cell);
        world.step(host, () -> cell.inhabit(world.actor(to, cell)));
        return cell;
    }

    private static void keep(Host host, Runnable sending) {
        if (host.undelivered().size() < UNDELIVERED_MAX) {
            host.undelivered().add(sending);
        }
    }

    /** What could not be sent is tried again. */
    void flush() {
        for (Host host : world.hosts().values()) {
            List<Runnable> waiting = List.copyOf(host.undelivered());
            host.undelivered().clear();
            waiting.forEach(Runnable::run);
        }
    }

    static int shardOf(Address to) {
        return Math.floorMod(to.toString().hashCode(), SHARDS);
    }

    @Nullable Host home(int shard) {
        return homes[shard];
    }

    /** All entities of the shard leave their node; then they live on the other one, once somebody writes to them. */
    void move(int shard, Host target) {
        Host home = homes[shard];
        if (home == null || moving[shard] || home == target) {
            return;
        }
        world.tell(home, () -> "shard " + shard + " moves to " + target);
        moving[shard] = true;
        targets[shard] = target;
        List<Cell> leaving = new ArrayList<>();
        home.entities().forEach((address, cell) -> {
            if (shardOf(address) == shard) {
                leaving.add(cell);
            }
        });
        leaving.forEach(Cell::leave);
        finishMove(shard);
    }

    private void finishMove(int shard) {
        Host home = homes[shard];
        if (!moving[shard]
                || home != null && home.entities().keySet().stream().anyMatch(address -> shardOf(address) == shard)) {
            return;
        }
        Host target = targets[shard];
        moving[shard] = false;
        homes[shard] = target != null && target.isUp() ? target : null;
        world.timeline().next(this::flush);
    }

    /** The cluster knows that this run of the host is over: what lived there lives elsewhere. */
    void forget(Host host) {
        for (int shard = 0; shard < SHARDS; shard++) {
            if (homes[shard] == host) {
                homes[shard] = null;
                moving[shard] = false;
            }
        }
        flush();
    }

    void searchDirectories(Host from, Consumer<DirectoryMessage.Answer> found) {
        List<DirectoryMessage.Answer> answers = new ArrayList<>();
        answers.add(from.directory().answer());
        List<Host> others = world.members().stream()
                .filter(host -> host != from && host.isUp())
                .toList();
        boolean[] over = new boolean[1];
        Runnable finish = () -> {
            if (!over[0]) {
                over[0] = true;
                found.accept(DirectoryStandIn.merged(answers));
            }
        };
        if (others.isEmpty()) {
            finish.run();
            return;
        }
        for (Host other : others) {
            world.network().send(from, other, "find", () -> {
                DirectoryMessage.Answer answer = other.directory().answer();
                world.network().send(other, from, "found", () -> {
                    answers.add(answer);
                    if (answers.size() > others.size()) {
                        finish.run();
                    }
                });
            });
        }
        world.timeline().after(SEARCH_MILLIS_MAX, finish);
    }
}

package io.troupe.cluster.simulation;

import io.troupe.cluster.broker.BrokerSettings;
import io.troupe.cluster.broker.BrokerStandIn;
import io.troupe.cluster.deployment.CoordinatorStandIn;
import io.troupe.cluster.group.GroupStandIn;
import io.troupe.cluster.roster.KeeperStandIn;
import io.troupe.cluster.workload.SupervisorCore;
import io.troupe.cluster.workload.SupervisorSettings;
import io.troupe.cluster.workload.SupervisorStandIn;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All machines and what is between them, in one thread. */
public final class World {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration ROSTER_INTERVAL = Duration.ofSeconds(30);
    private static final long SKEW_MILLIS_MAX = 5_000;

    private final WorldSettings settings;
    private final Parts parts;
    private final Story story;
    private final Timeline timeline;
    private final Weather weather;
    private final Network network;
    private final Storage storage;
    private final Truth truth;
    private final Routes routes;
    private final Membership membership;
    private final GatewayStandIn gateway = new GatewayStandIn();
    private final Singleton<BrokerStandIn> broker;
    private final Singleton<KeeperStandIn> keeper;
    private final Users users;
    private final Dice chance;
    private final Dice machines;
    private static final int LOST_MAX = 3;

    private final Map<NodeId, Host> hosts = new LinkedHashMap<>();
    private final List<Host> members = new ArrayList<>();
    private final List<Invariant> invariants;
    private @Nullable Host doomed;
    private int crashPointsLeft;
    private long doomedBackMillis;
    private long minted;

    /** Thrown to leave the middle of a step when the machine dies there. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Died() {
            super(null, null, false, false);
        }
    }

    World(WorldSettings settings, Parts parts, Story story) {
        this.settings = settings;
        this.parts = parts;
        this.story = story;
        this.timeline = new Timeline(new Dice(settings.seed(), "timeline"));
        this.chance = new Dice(settings.seed(), "chance");
        this.machines = new Dice(settings.seed(), "machines");
        this.weather = new Weather(this, settings);
        this.network = new Network(this);
        this.storage = new Storage(this);
        this.truth = new Truth(this);
        this.routes = new Routes(this);
        this.membership = new Membership(this, new Dice(settings.seed(), "membership"));
        this.broker = new Singleton<>(
                this, "the broker", cell -> new BrokerStandIn(cell, parts.broker(), BrokerSettings.DEFAULT));
        this.keeper = new Singleton<>(
                this, "the keeper of the roster", cell -> new KeeperStandIn(cell, ROSTER_INTERVAL, gateway::wake));
        this.users = new Users(this, settings);
        this.invariants = Invariants.of(this);
    }

    /** Starts all machines, and with them everything. */
    void begin() {
        for (int number = 0; number < settings.nodes(); number++) {
            addHost();
        }
        weather.begin();
        users.begin();
    }

    void addHost() {
        int number = hosts.size() + 1;
        long skew = weather.has(Fault.CLOCKS_DIFFER) ? machines.between(-SKEW_MILLIS_MAX, SKEW_MILLIS_MAX) : 0;
        Host host = new Host(this, Specs.node(number, machines), skew);
        hosts.put(host.id(), host);
        members.add(host);
        membership.start(host);
    }

    /** It does not come back. What stood there is out of anybody's reach. */
    void lose(Host host) {
        members.remove(host);
    }

    boolean hasLost(NodeId node) {
        return members.stream().noneMatch(host -> host.id().equals(node));
    }

    boolean hasLostSome() {
        return members.size() < hosts.size();
    }

    /** Whether enough machines would be left for most of what users want. */
    boolean canSpareOne() {
        return members.size() > 2 && hosts.size() - members.size() < LOST_MAX;
    }

    Actor actor(Address.OfEntity address, Site site) {
        return switch (address) {
            case Address.Supervisor(var workload) ->
                new SupervisorStandIn(
                        workload,
                        parts.supervisorSite().apply(site),
                        parts.supervisor().apply(SupervisorCore.of(workload, this::unique)),
                        SupervisorSettings.DEFAULT);
            case Address.Groups(var tenant) -> new GroupStandIn(tenant, site, parts.groups());
            case Address.Coordinator(var deployment) ->
                new CoordinatorStandIn(deployment, site, parts.coordinator(), gateway, POLL);
        };
    }

    /** Faults end, all machines are there, and users are quiet: from here on things must get right. */
    void calmDown() {
        weather.calmDown();
        network.mendAll();
        doomed = null;
        tell("weather", () -> "calms down: no more faults, no more users");
        for (Host host : members) {
            host.engine().comeBack(EngineKind.IMAGES);
            host.engine().comeBack(EngineKind.PROCESSES);
            if (!host.isUp()) {
                timeline.after(500, () -> membership.comeBack(host));
            }
        }
    }

    // One step of one machine.

    void step(Host host, Runnable act) {
        try {
            act.run();
        } catch (Died died) {
            doomed = null;
            membership.crash(host, doomedBackMillis);
        }
    }

    /** The machine dies at the crash point that comes then. */
    void crashSoon(Host host, int crashPoints, long backMillis) {
        doomed = host;
        crashPointsLeft = crashPoints;
        doomedBackMillis = backMillis;
    }

    void crashPoint(Host host) {
        if (host == doomed && --crashPointsLeft <= 0) {
            throw new Died();
        }
    }

    void die(Host host) {
        host.die();
        storage.died(host, chance);
        Cell former = broker.former();
        if (former != null && former.host() == host) {
            former.kill();
        }
        if (broker.livesOn(host)) {
            broker.die();
        }
        if (keeper.livesOn(host)) {
            keeper.die();
        }
    }

    String unique() {
        return Long.toString(++minted);
    }

    void tell(Host host, Supplier<String> line) {
        story.tell(timeline.nowMillis(), host.id().value(), line);
    }

    void tell(String where, Supplier<String> line) {
        story.tell(timeline.nowMillis(), where, line);
    }

    void happened(Happening happening) {
        for (Invariant invariant : invariants) {
            invariant.check(happening);
        }
    }

    @Nullable Host anyMember() {
        List<Host> up = members.stream().filter(Host::isUp).toList();
        return up.isEmpty() ? null : chance.pick(up);
    }

    WorldSettings settings() {
        return settings;
    }

    Parts parts() {
        return parts;
    }

    Timeline timeline() {
        return timeline;
    }

    Weather weather() {
        return weather;
    }

    Network network() {
        return network;
    }

    Storage storage() {
        return storage;
    }

    Truth truth() {
        return truth;
    }

    Routes routes() {
        return routes;
    }

    Membership membership() {
        return membership;
    }

    GatewayStandIn gateway() {
        return gateway;
    }

    Singleton<BrokerStandIn> broker() {
        return broker;
    }

    Singleton<KeeperStandIn> keeper() {
        return keeper;
    }

    Users users() {
        return users;
    }

    Map<NodeId, Host> hosts() {
        return hosts;
    }

    /** Those that are in the cluster or will be again, oldest first. */
    List<Host> members() {
        return members;
    }
}

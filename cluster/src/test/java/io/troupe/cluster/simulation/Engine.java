package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The container engines of one machine, and what the agent has written down beside them. They and their containers live on when the JVM dies. What
 * they are asked takes time, and may fail.
 */
final class Engine {
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private final World world;
    private final Host host;
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final Map<InstanceId, Found> notes = new LinkedHashMap<>();
    private final EnumSet<EngineKind> away = EnumSet.noneOf(EngineKind.class);
    private @Nullable Listener listener;

    /** Who is told what happens; lives in the JVM. */
    interface Listener {
        void ended(Container container);

        void removed(Container container);

        void lost(EngineKind kind);

        void back(EngineKind kind);
    }

    Engine(World world, Host host) {
        this.world = world;
        this.host = host;
    }

    void subscribe(Listener newListener) {
        listener = newListener;
    }

    Collection<Container> all() {
        return containers.values();
    }

    List<Container> all(Set<EngineKind> kinds) {
        return containers.values().stream()
                .filter(container -> kinds.contains(container.identity().kind()))
                .toList();
    }

    List<Container> of(InstanceId instance) {
        List<Container> found = new ArrayList<>();
        for (Container container : containers.values()) {
            if (container.identity().instance().equals(instance)) {
                found.add(container);
            }
        }
        return found;
    }

    @Nullable Container find(String id) {
        return containers.get(id);
    }

    boolean answers(Set<EngineKind> kinds) {
        return kinds.stream().noneMatch(away::contains);
    }

    // What the agent writes down.

    void note(Found note) {
        notes.put(note.instance(), note);
    }

    void dropNote(InstanceId instance) {
        notes.remove(instance);
    }

    List<Found> notes() {
        return List.copyOf(notes.values());
    }

    // What can be asked.

    /** The container with this identity; it may have been there before. */
    Container create(Container.Identity identity) {
        return containers.computeIfAbsent(identity.id(), any -> new Container(identity));
    }

    /** Whether it runs now. */
    boolean start(String id) {
        Container container = containers.get(id);
        if (container == null || container.state() == Container.State.ENDED) {
            return false;
        }
        if (container.state() == Container.State.CREATED) {
            container.start();
            world.tell(host, () -> "container " + id + " runs");
            world.happened(new Happening.ContainerStarted(host, container));
            world.weather().fate(host, container);
        }
        return true;
    }

    /** The stop signal, then the kill signal after the grace; carried out whether or not the JVM lives to hear of it. How long it takes at most. */
    long stop(Container container, Duration grace) {
        if (!container.runs()) {
            end(container.identity().id(), Ending.UNKNOWN);
            return 0;
        }
        boolean hangs = world.weather().hangsOnStop();
        long millis = hangs ? grace.toMillis() : world.weather().stopMillis(grace);
        world.timeline()
                .after(millis, () -> end(container.identity().id(), new Ending(hangs ? KILLED : TERMINATED, false)));
        return millis;
    }

    /** It ends, by itself or otherwise. One that never ran only counts as ended then. */
    void end(String id, Ending ending) {
        Container container = containers.get(id);
        if (container == null || container.state() == Container.State.ENDED) {
            return;
        }
        boolean ran = container.runs();
        container.end(ending);
        if (ran) {
            world.tell(host, () -> "container " + id + " ends with " + ending.exitCode());
            world.happened(new Happening.ContainerEnded(host, container));
            tellListener(container.identity().kind(), told -> told.ended(container));
        }
    }

    void remove(String id) {
        Container container = containers.get(id);
        if (container == null) {
            return;
        }
        end(id, new Ending(KILLED, false));
        containers.remove(id);
        world.tell(host, () -> "container " + id + " is removed");
        tellListener(container.identity().kind(), told -> told.removed(container));
    }

    // Misfortune.

    /** Somebody removes it behind the agent's back. */
    void vanish(String id) {
        Container container = containers.get(id);
        if (container != null) {
            remove(id);
            world.happened(new Happening.ContainerForgotten(container));
        }
    }

    /**
     * The machine loses power: nothing runs. What the agent wrote down survives; a machine without it would come back as another node.
     *
     * @param enginesForget whether what ran is not even listed afterwards
     */
    void powerLost(boolean enginesForget) {
        listener = null;
        for (Container container : List.copyOf(containers.values())) {
            end(container.identity().id(), new Ending(KILLED, false));
        }
        if (enginesForget) {
            containers.values().forEach(container -> world.happened(new Happening.ContainerForgotten(container)));
            containers.clear();
        }
    }

    void leave(EngineKind kind) {
        tellListener(kind, told -> told.lost(kind));
        away.add(kind);
    }

    void comeBack(EngineKind kind) {
        if (away.remove(kind)) {
            tellListener(kind, told -> told.back(kind));
        }
    }

    private void tellListener(EngineKind kind, Consumer<Listener> telling) {
        Listener told = listener;
        if (told != null && !away.contains(kind)) {
            world.timeline().after(world.weather().engineMillis(), () -> telling.accept(told));
        }
    }
}

package io.troupe.node.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerIdentity;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineListener;
import io.troupe.node.engine.ExecSession;
import io.troupe.node.engine.LogReader;
import io.troupe.node.engine.PrepareProgress;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineDescription;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ImageSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Runs containers in images by a Docker engine. */
public final class DockerEngine implements ContainerEngine {
    private final DockerSettings settings;
    private final DockerClients clients;
    private final ImagePulls images;
    private final String nodeLabel;
    private final Lock pauseImageTurn = new ReentrantLock();

    public DockerEngine(DockerSettings settings) {
        this(settings, DockerTimes.STANDARD);
    }

    DockerEngine(DockerSettings settings, DockerTimes times) {
        this.settings = settings;
        clients = new DockerClients(settings.host(), times);
        images = new ImagePulls(clients, settings.credentials());
        nodeLabel = ContainerIdentity.NODE + "=" + settings.node().value();
    }

    @Override
    public EngineDescription describe() {
        try {
            // The version may be remembered from an engine that is gone.
            clients.ping();
            return new EngineDescription(
                    EngineKind.IMAGES, "docker", clients.version().engine(), true);
        } catch (EngineException e) {
            return new EngineDescription(EngineKind.IMAGES, "docker", "", false);
        }
    }

    @Override
    public List<EngineContainer> list() {
        return list(List.of(nodeLabel));
    }

    @Override
    public List<EngineContainer> listOf(InstanceId instance) {
        return list(List.of(nodeLabel, ContainerIdentity.INSTANCE + "=" + instance.value()));
    }

    private List<EngineContainer> list(List<String> labels) {
        var entries = clients.look(client -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec());
        var containers = new ArrayList<EngineContainer>();
        for (var entry : entries) {
            var container = DockerContainers.listed(entry);
            if (container.state() == State.ENDED) {
                find(container.id()).ifPresent(containers::add);
            } else {
                containers.add(container);
            }
        }
        return containers;
    }

    @Override
    public Optional<EngineContainer> find(String container) {
        return clients.look(client -> inspected(client, container)).map(DockerContainers::inspected);
    }

    private static Optional<InspectContainerResponse> inspected(DockerClient client, String container) {
        try {
            return Optional.of(client.inspectContainerCmd(container).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void prepare(ContainerPlan plan, PrepareProgress progress) {
        if (plan.identity().holdsNetwork()) {
            PauseImage.ensure(clients, pauseImageTurn);
        } else {
            var image = image(plan);
            images.ensure(image.reference(), image.forcePull(), progress);
        }
    }

    @Override
    public String create(ContainerPlan plan) {
        var image = plan.identity().holdsNetwork()
                ? PauseImage.REFERENCE
                : image(plan).reference();
        try {
            return createIn(image, plan);
        } catch (EngineException e) {
            return switch (e.kind()) {
                case CONFLICT -> existing(plan, e);
                case IMAGE -> {
                    // It was there when it was prepared, and somebody removed it since.
                    images.forget(image);
                    prepareAgain(plan, image);
                    yield createIn(image, plan);
                }
                case NOT_FOUND, REFUSED_BY_ENGINE, UNAVAILABLE, PORT_TAKEN -> throw e;
            };
        }
    }

    private void prepareAgain(ContainerPlan plan, String image) {
        if (plan.identity().holdsNetwork()) {
            PauseImage.ensure(clients, pauseImageTurn);
        } else {
            images.ensure(image, false, PrepareProgress.SILENT);
        }
    }

    private String createIn(String image, ContainerPlan plan) {
        return clients.change(client -> CreateRequest.fill(client.createContainerCmd(image), plan, settings)
                .exec()
                .getId());
    }

    @Override
    public void start(String container) {
        clients.change(client -> started(client, container), client -> startedOnce(client, container));
    }

    private static boolean started(DockerClient client, String container) {
        try {
            client.startContainerCmd(container).exec();
            return true;
        } catch (NotModifiedException e) {
            return false;
        }
    }

    /** One that was started and has ended in the meantime does not run a second time. */
    private static boolean startedOnce(DockerClient client, String container) {
        var state = client.inspectContainerCmd(container).exec().getState();
        return "created".equals(state.getStatus()) && started(client, container);
    }

    @Override
    public void stop(String container, Duration grace) {
        int seconds = Math.toIntExact(grace.plusNanos(999_999_999).toSeconds());
        clients.change(grace, client -> {
            try {
                client.stopContainerCmd(container).withTimeout(seconds).exec();
                return true;
            } catch (NotModifiedException | NotFoundException e) {
                return false;
            }
        });
    }

    @Override
    public void remove(String container) {
        clients.change(client -> {
            try {
                client.removeContainerCmd(container)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            } catch (ConflictException e) {
                if (String.valueOf(e.getMessage()).contains("already in progress")) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        var events = new DockerEvents(clients, nodeLabel, listener, this::outOfMemory, () -> {
            clients.forget();
            images.forgetAll();
        });
        try {
            events.awaitFirstTry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return events;
    }

    @Override
    public LogReader logs(String container, LogRequest request) {
        var config = clients.look(
                        client -> client.inspectContainerCmd(container).exec())
                .getConfig();
        var since = request.since();
        var path = "/containers/" + container + "/logs?stdout=" + request.output() + "&stderr=" + request.error()
                + "&follow=" + request.follow()
                + (request.tailLines() == null ? "" : "&tail=" + request.tailLines())
                + (since == null ? "" : "&since=%d.%09d".formatted(since.getEpochSecond(), since.getNano()));
        var stream = clients.stream(clients.times().look(), "GET", path, Map.of());
        return new DockerLogReader(clients, stream, Boolean.TRUE.equals(config.getTty()));
    }

    @Override
    public ExecSession exec(String container, ExecRequest request) {
        return DockerExecSession.start(clients, settings.host(), container, request);
    }

    @Override
    public String sandboxInside(Path sandbox) {
        return DockerSettings.SANDBOX;
    }

    @Override
    public void close() {
        clients.close();
    }

    private static ImageSpec image(ContainerPlan plan) {
        var image = plan.container().image();
        if (image == null) {
            throw new EngineException(
                    EngineException.Kind.REFUSED_BY_ENGINE, "a container without an image cannot run in Docker");
        }
        return image;
    }

    /** The container that has the name already, if it is the one that shall be created. */
    private String existing(ContainerPlan plan, EngineException refusal) {
        var name = CreateRequest.name(plan);
        var found = find(name).orElseThrow(() -> refusal);
        var wanted = plan.identity();
        var same = wanted.instance().value().equals(found.labels().get(ContainerIdentity.INSTANCE))
                && wanted.container().equals(found.labels().get(ContainerIdentity.CONTAINER))
                && wanted.node().value().equals(found.labels().get(ContainerIdentity.NODE));
        if (!same) {
            throw new EngineException(
                    EngineException.Kind.CONFLICT, "the name " + name + " belongs to another container");
        }
        if (found.state() == State.ENDED) {
            throw new EngineException(EngineException.Kind.CONFLICT, "the container " + name + " has run already");
        }
        return found.id();
    }

    private boolean outOfMemory(String container) {
        try {
            return find(container).map(EngineContainer::outOfMemory).orElse(false);
        } catch (EngineException e) {
            return false;
        }
    }
}

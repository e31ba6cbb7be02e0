package io.troupe.node.engine.docker;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs containers in images by a Docker engine. */
public final class DockerEngine implements ContainerEngine {
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final DockerSettings settings;
    private final DockerCalls calls;
    private final ImagePulls images;
    private final String nodeLabel;

    public DockerEngine(DockerSettings settings) {
        this.settings = settings;
        calls = new DockerCalls(settings.host());
        images = new ImagePulls(calls, settings.credentials());
        nodeLabel = ContainerIdentity.NODE + "=" + settings.node().value();
    }

    @Override
    public EngineDescription describe() {
        try {
            // The version may be remembered from an engine that is gone.
            var available = calls.get("/_ping").succeeded();
            return new EngineDescription(
                    EngineKind.IMAGES, "docker", calls.version().engine(), available);
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
        var filters = DockerCalls.JSON.createObjectNode();
        var wanted = filters.putArray("label");
        labels.forEach(label -> wanted.add(label));
        var answer = calls.get(
                "/containers/json?all=1&filters=" + URLEncoder.encode(filters.toString(), StandardCharsets.UTF_8));
        if (!answer.succeeded()) {
            throw DockerErrors.of(answer);
        }
        var containers = new ArrayList<EngineContainer>();
        for (var entry : answer.json()) {
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
        var answer = calls.get("/containers/" + container + "/json");
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (!answer.succeeded()) {
            throw DockerErrors.of(answer);
        }
        return Optional.of(DockerContainers.inspected(answer.json()));
    }

    @Override
    public void prepare(ContainerPlan plan, PrepareProgress progress) {
        var image = image(plan);
        images.ensure(image.reference(), image.forcePull(), progress);
    }

    @Override
    public String create(ContainerPlan plan) {
        var request = CreateRequest.of(plan, settings);
        var path = "/containers/create?name=" + request.name();
        var answer = calls.post(path, request.body());
        if (answer.status() == NOT_FOUND
                && DockerErrors.kind(answer.status(), answer.message()) == EngineException.Kind.IMAGE) {
            // It was there when it was prepared, and somebody removed it since.
            var image = image(plan);
            images.forget(image.reference());
            images.ensure(image.reference(), false, PrepareProgress.SILENT);
            answer = calls.post(path, request.body());
        }
        if (answer.status() == CONFLICT) {
            return existing(plan, request.name());
        }
        if (!answer.succeeded()) {
            throw DockerErrors.of(answer);
        }
        return answer.json().path("Id").asText();
    }

    @Override
    public void start(String container) {
        var answer = calls.post("/containers/" + container + "/start", null);
        if (!answer.succeeded()) {
            throw DockerErrors.of(answer);
        }
    }

    @Override
    public void stop(String container, Duration grace) {
        long seconds = grace.plusNanos(999_999_999).toSeconds();
        try (var stream = calls.stream("POST", "/containers/" + container + "/stop?t=" + seconds, null, Map.of())) {
            if (stream.status() >= 400 && stream.status() != NOT_FOUND && stream.status() != NOT_MODIFIED) {
                throw calls.refusal(stream);
            }
        }
    }

    @Override
    public void remove(String container) {
        var answer = calls.delete("/containers/" + container + "?force=1&v=1");
        var removedByOther = answer.status() == CONFLICT && answer.message().contains("already in progress");
        if (!answer.succeeded() && answer.status() != NOT_FOUND && !removedByOther) {
            throw DockerErrors.of(answer);
        }
    }

    @Override
    public Subscription subscribe(EngineListener listener) {
        var events = new DockerEvents(calls, nodeLabel, listener, this::outOfMemory, () -> {
            calls.forgetVersion();
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
        var inspected = calls.get("/containers/" + container + "/json");
        if (!inspected.succeeded()) {
            throw DockerErrors.of(inspected);
        }
        var terminal = inspected.json().path("Config").path("Tty").asBoolean();
        var since = request.since();
        var path = "/containers/" + container + "/logs?stdout=" + request.output() + "&stderr=" + request.error()
                + "&follow=" + request.follow()
                + (request.tailLines() == null ? "" : "&tail=" + request.tailLines())
                + (since == null ? "" : "&since=%d.%09d".formatted(since.getEpochSecond(), since.getNano()));
        var stream = calls.stream("GET", path, null, Map.of());
        if (stream.status() >= 400) {
            try (stream) {
                throw calls.refusal(stream);
            }
        }
        return new DockerLogReader(calls, stream, terminal);
    }

    @Override
    public ExecSession exec(String container, ExecRequest request) {
        return DockerExecSession.start(
                calls, container, request, settings.host().local());
    }

    @Override
    public String sandboxInside(Path sandbox) {
        return DockerSettings.SANDBOX;
    }

    @Override
    public void close() {
        // Connections end with their calls; streams belong to who opened them.
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
    private String existing(ContainerPlan plan, String name) {
        var found = find(name)
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.CONFLICT, "the name " + name + " was just taken, and is free again"));
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

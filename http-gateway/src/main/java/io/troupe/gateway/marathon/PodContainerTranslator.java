package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.VolumeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the containers of a pod. */
final class PodContainerTranslator {
    private static final Set<String> FIELDS = Set.of(
            "name",
            "exec",
            "resources",
            "resourceLimits",
            "endpoints",
            "linuxInfo",
            "image",
            "environment",
            "user",
            "healthCheck",
            "check",
            "volumeMounts",
            "artifacts",
            "labels",
            "lifecycle",
            "tty");
    private static final Set<String> RESOURCES = Set.of("cpus", "mem", "disk", "gpus");
    private static final int CONTAINERS_MAX = 100;
    private static final double SECONDS_MAX = 100_000_000;
    private static final double CPUS_MIN = 0.001;
    private static final double CPUS_MAX = 1_000_000;
    private static final double MIB_MAX = 1e12;

    private PodContainerTranslator() {}

    /** What is said of the pod as a whole, and counts for its containers; the id is null if it was refused. */
    record Pod(
            @Nullable WorkloadId id,
            @Nullable String user,
            Map<String, String> environment,
            Map<String, String> labels,
            NetworkSpec network,
            List<VolumeSpec> volumes,
            LinuxTranslator.Linux linux) {}

    /** The containers, all their endpoints, and the longest time that one of them may take to end. */
    record Containers(List<ContainerSpec> containers, List<PortSpec> ports, StopPolicy stop) {}

    /** One container, before the ports of the others are known. */
    private record Draft(ContainerSpec spec, Map<String, String> labels) {}

    static Containers containers(Fields pod, Pod around, ObjectNode written) {
        var notes = written.putArray("containers");
        var given = pod.objects("containers");
        if (given.isEmpty()) {
            if (!pod.has("containers")) {
                pod.faults().missing(pod.path("containers"));
            } else {
                pod.faults().rule(pod.path("containers"), "must not be empty");
            }
        }
        if (given.size() > CONTAINERS_MAX) {
            pod.faults().rule(pod.path("containers"), "has more than " + CONTAINERS_MAX + " containers");
        }
        var names = new HashSet<String>();
        var ports = new ArrayList<PortSpec>();
        var drafts = new ArrayList<Draft>();
        var grace = StopPolicy.DEFAULT.grace();
        boolean saysGrace = false;
        for (var container : given) {
            var name = PodVolumeTranslator.name(container, "name");
            if (name != null && !names.add(name)) {
                container.faults().rule(container.path("name"), "occurs twice");
            }
            var note = notes.addObject().put("name", name == null ? "" : name);
            var draft = draft(container, name == null ? "" : name, around, note, drafts.size(), ports);
            var own = grace(container, note);
            if (own != null) {
                grace = saysGrace && grace.compareTo(own) > 0 ? grace : own;
                saysGrace = true;
            }
            if (draft != null) {
                drafts.add(draft);
            }
        }
        PodEndpointTranslator.refuseDoubles(given, ports);
        var id = around.id();
        var containers = id == null
                ? List.<ContainerSpec>of()
                : drafts.stream()
                        .map(draft -> draft.spec().toBuilder()
                                .derived(PodVariables.of(id, draft.spec(), around.network(), ports, draft.labels()))
                                .build())
                        .toList();
        return new Containers(containers, ports, new StopPolicy(grace));
    }

    private static @Nullable Draft draft(
            Fields container, String name, Pod around, ObjectNode note, int index, List<PortSpec> ports) {
        container.known(FIELDS);
        var command = command(container, note);
        var image = image(container, note);
        if (command == null && image == null && !container.has("image") && !container.has("exec")) {
            container.faults().rule(container.path("exec"), "is needed where there is no image");
        }
        var resources = resources(container, note);
        var limits = limits(container, resources, note);
        var environment = new HashMap<>(around.environment());
        var own = ContainerTranslator.environment(container, "environment");
        environment.putAll(own);
        put(note, "environment", own);
        var labels = new HashMap<>(around.labels());
        var ownLabels = container.textMap("labels");
        labels.putAll(ownLabels);
        put(note, "labels", ownLabels);
        var user = container.text("user");
        if (user != null) {
            note.put("user", user);
        }
        boolean terminal = container.flag("tty", false);
        if (container.has("tty")) {
            note.put("tty", terminal);
        }
        var linux = LinuxTranslator.read(container);
        if (!linux.saysNothing()) {
            note.set("linuxInfo", LinuxTranslator.json(linux));
        }
        var isolation = LinuxTranslator.ofContainer(linux, around.linux(), container.has("image"), container);
        var endpoints = PodEndpointTranslator.endpoints(container, name, around.network(), note);
        int firstPort = ports.size();
        ports.addAll(endpoints);
        var checks = new PodCheckTranslator(endpoints, firstPort).checks(container, name, index, note);
        var mounts = PodVolumeTranslator.mounts(container, around.volumes(), container.has("image"), note);
        var artifacts = ArtifactJson.read(container, "artifacts");
        if (!artifacts.isEmpty()) {
            note.set("artifacts", ArtifactJson.json(artifacts));
        }
        if ((command == null && image == null) || (container.has("image") && image == null)) {
            return null;
        }
        var what = command == null ? new CommandSpec.ImageDefault() : command;
        var spec = ContainerSpec.of(name, image, what, resources).toBuilder()
                .environment(environment)
                .limits(limits)
                .user(user == null ? around.user() : user)
                .terminal(terminal)
                .checks(checks)
                .mounts(mounts)
                .artifacts(artifacts)
                .isolation(isolation)
                .build();
        return new Draft(spec, labels);
    }

    private static void put(ObjectNode note, String name, Map<String, String> map) {
        if (!map.isEmpty()) {
            note.set(name, Json.map(map));
        }
    }

    private static @Nullable CommandSpec command(Fields container, ObjectNode note) {
        var exec = container.object("exec");
        if (exec == null) {
            return null;
        }
        exec.known(Set.of("command", "overrideEntrypoint"));
        boolean overrides = exec.flag("overrideEntrypoint", false);
        var command = exec.object("command");
        if (command == null) {
            if (!exec.has("command")) {
                exec.faults().missing(exec.path("command"));
            }
            return null;
        }
        var read = CommandFields.read(command);
        if (read == null) {
            return null;
        }
        var written = note.putObject("exec");
        if (exec.has("overrideEntrypoint")) {
            written.put("overrideEntrypoint", overrides);
        }
        read.write(written);
        if (read.shell() != null) {
            if (exec.has("overrideEntrypoint") && !overrides) {
                exec.faults().rule(exec.path("overrideEntrypoint"), "must not be false for a shell command");
            }
            return new CommandSpec.Shell(read.shell());
        }
        return overrides ? new CommandSpec.Program(read.arguments()) : new CommandSpec.Arguments(read.arguments());
    }

    private static @Nullable ImageSpec image(Fields container, ObjectNode note) {
        var image = container.object("image");
        if (image == null) {
            return null;
        }
        image.known(Set.of("kind", "id", "pullConfig", "forcePull", "labels"));
        if (image.has("pullConfig")) {
            image.faults().unsupported(image.path("pullConfig"));
        }
        var kind = image.text("kind");
        if (kind == null && !image.has("kind")) {
            image.faults().missing(image.path("kind"));
        } else if (kind != null && !kind.equals("DOCKER")) {
            image.faults().rule(image.path("kind"), "is not DOCKER");
        }
        var id = image.text("id");
        boolean forcePull = image.flag("forcePull", false);
        if (id == null || id.isBlank()) {
            if (!image.has("id")) {
                image.faults().missing(image.path("id"));
            } else if (id != null) {
                image.faults().rule(image.path("id"), "must not be empty");
            }
            return null;
        }
        var written = note.putObject("image").put("kind", "DOCKER").put("id", id);
        if (image.has("forcePull")) {
            written.put("forcePull", forcePull);
        }
        put(written, "labels", image.textMap("labels"));
        return new ImageSpec(id, forcePull);
    }

    private static Resources resources(Fields container, ObjectNode note) {
        var given = container.object("resources");
        if (given == null && !container.has("resources")) {
            container.faults().missing(container.path("resources"));
        }
        var resources =
                given == null ? new Fields(Json.object(), container.path("resources"), container.faults()) : given;
        var custom = CustomResources.beside(RESOURCES, resources);
        double cpus = resources.number("cpus", 1, CPUS_MIN, CPUS_MAX);
        double memory = resources.number("mem", 128, CPUS_MIN, MIB_MAX);
        double disk = resources.number("disk", 0, 0, MIB_MAX);
        int gpus = resources.whole("gpus", 0, 0, ContainerTranslator.GPUS_MAX);
        var written = note.putObject("resources");
        written.set("cpus", Json.number(cpus));
        written.set("mem", Json.number(memory));
        written.set("disk", Json.number(disk));
        written.put("gpus", gpus);
        var wanted = new Resources(
                Math.max(1, Math.round(cpus * 1000)), (long) Math.ceil(memory), (long) Math.ceil(disk), gpus, custom);
        CustomResources.write(wanted, written);
        return wanted;
    }

    private static ResourceLimits limits(Fields container, Resources resources, ObjectNode note) {
        var notes = new HashMap<String, String>();
        var limits = ContainerTranslator.limits(container, resources, notes);
        if (notes.containsKey(Notes.LIMITS)) {
            note.set("resourceLimits", container.node("resourceLimits"));
        }
        return limits;
    }

    private static @Nullable Duration grace(Fields container, ObjectNode note) {
        var lifecycle = container.object("lifecycle");
        if (lifecycle == null) {
            return null;
        }
        lifecycle.known(Set.of("killGracePeriodSeconds"));
        if (!lifecycle.has("killGracePeriodSeconds")) {
            return null;
        }
        double seconds = lifecycle.number("killGracePeriodSeconds", 3, 0, SECONDS_MAX);
        note.putObject("lifecycle").set("killGracePeriodSeconds", Json.number(seconds));
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}

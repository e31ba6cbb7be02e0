package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.BackoffPolicy;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.KillSelection;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a pod definition of Marathon's JSON, with Marathon's defaults and rules, and keeps it as it is then written. */
final class PodTranslator {
    private static final Set<String> FIELDS = Set.of(
            "id",
            "labels",
            "version",
            "user",
            "environment",
            "containers",
            "secrets",
            "volumes",
            "networks",
            "scaling",
            "scheduling",
            "executorResources",
            "role",
            "linuxInfo",
            "legacySharedCgroups");
    private static final List<String> UNSUPPORTED = List.of("secrets");
    private static final double SECONDS_MAX = 100_000_000;
    private static final double FACTOR_MAX = 1_000;
    private static final double AMOUNT_MAX = 1e12;

    private final Fields fields;
    private final RoleRules rules;
    private final Faults faults;
    private final ObjectNode written = Json.object();

    private PodTranslator(JsonNode pod, String path, RoleRules rules, Faults faults) {
        this.fields = new Fields(pod, path, faults);
        this.rules = rules;
        this.faults = faults;
    }

    /** A whole definition; throws a refusal that names every fault. */
    static AppDefinition translate(JsonNode pod, @Nullable WorkloadId idInPath, RoleRules rules, Faults faults) {
        var definition = read(pod, "", idInPath, rules, faults);
        faults.refuse();
        if (definition == null) {
            throw new AssertionError("a definition without faults could not be made");
        }
        return definition;
    }

    /** Null if a fault was noted. */
    static @Nullable AppDefinition read(
            JsonNode pod, String path, @Nullable WorkloadId id, RoleRules rules, Faults faults) {
        return pod.isObject() ? new PodTranslator(pod, path, rules, faults).read(id) : notAnObject(path, faults);
    }

    private static @Nullable AppDefinition notAnObject(String path, Faults faults) {
        faults.type(path.isEmpty() ? "/" : path, "jsobject");
        return null;
    }

    private @Nullable AppDefinition read(@Nullable WorkloadId idInPath) {
        fields.known(FIELDS);
        refuseUnsupported();
        var id = AppTranslator.idOf(fields, idInPath);
        written.put("id", id == null ? "" : id.path());
        var labels = fields.textMap("labels");
        putIfAny("labels", Json.map(labels));
        var user = fields.text("user");
        if (user != null) {
            written.put("user", user);
        }
        var environment = ContainerTranslator.environment(fields, "environment");
        putIfAny("environment", Json.map(environment));
        var network = network();
        var volumes = PodVolumeTranslator.volumes(fields, written);
        var linux = LinuxTranslator.read(fields);
        putIfAny("linuxInfo", LinuxTranslator.json(linux));
        var around = new PodContainerTranslator.Pod(id, user, environment, labels, network, volumes, linux);
        var containers = PodContainerTranslator.containers(fields, around, written);
        int instances = instances();
        var scheduling = scheduling();
        var overhead = overhead();
        var role = rules.roleOf(id, fields);
        checkRoles(id, role, scheduling.roles());
        written.put("role", role == null ? WorkloadSpec.EVERYBODY : role);
        if (!faults.none() || id == null || containers.containers().isEmpty()) {
            return null;
        }
        return new AppDefinition(
                WorkloadSpec.of(id, containers.containers().getFirst()).toBuilder()
                        .containers(containers.containers())
                        .network(network)
                        .ports(containers.ports())
                        .labels(labels)
                        .annotations(Map.of(Notes.POD, written.toString()))
                        .constraints(scheduling.constraints())
                        .role(role)
                        .roles(scheduling.roles())
                        .backoff(scheduling.backoff())
                        .rollout(scheduling.rollout())
                        .stop(containers.stop())
                        .killSelection(scheduling.selection())
                        .unreachable(scheduling.unreachable())
                        .volumes(volumes)
                        .overhead(overhead)
                        .build(),
                instances);
    }

    private void refuseUnsupported() {
        for (var name : UNSUPPORTED) {
            if (fields.has(name) && !fields.node(name).isEmpty()) {
                faults.unsupported(fields.path(name));
            }
        }
        if (fields.flag("legacySharedCgroups", false)) {
            faults.unsupported(fields.path("legacySharedCgroups"));
        }
    }

    private void checkRoles(@Nullable WorkloadId id, @Nullable String role, List<String> accepted) {
        var scheduling = fields.object("scheduling");
        var placement = scheduling == null ? null : scheduling.object("placement");
        if (placement != null) {
            rules.check(id, role, accepted, placement);
        }
    }

    private void putIfAny(String name, JsonNode value) {
        if (!value.isEmpty()) {
            written.set(name, value);
        }
    }

    private NetworkSpec network() {
        var network = NetworkTranslator.network(fields);
        written.set("networks", Json.array().add(AppJson.network(network)));
        if (network.mode() != NetworkMode.HOST) {
            for (var container : fields.objects("containers")) {
                if (!container.has("image")) {
                    faults.rule(container.path("image"), "is needed on a network other than the host's");
                }
            }
        }
        return network;
    }

    private int instances() {
        var scaling = fields.object("scaling");
        if (scaling == null) {
            return 1;
        }
        scaling.known(Set.of("kind", "instances"));
        var kind = scaling.text("kind");
        if (kind != null && !kind.equals("fixed")) {
            faults.rule(scaling.path("kind"), "is not fixed");
        }
        return scaling.whole("instances", 1, 0, WorkloadSpec.INSTANCES_MAX);
    }

    private record Scheduling(
            BackoffPolicy backoff,
            RolloutPolicy rollout,
            List<Constraint> constraints,
            List<String> roles,
            KillSelection selection,
            UnreachablePolicy unreachable) {}

    private Scheduling scheduling() {
        var given = fields.object("scheduling");
        var scheduling = given == null ? new Fields(Json.object(), fields.path("scheduling"), faults) : given;
        scheduling.known(Set.of("backoff", "upgrade", "placement", "killSelection", UnreachableStrategy.NAME));
        var note = written.putObject("scheduling");
        var result = new Scheduling(
                backoff(scheduling, note),
                rollout(scheduling, note),
                constraints(scheduling, note),
                roles(scheduling),
                AppTranslator.selection(scheduling),
                UnreachableStrategy.read(scheduling));
        if (!result.roles().isEmpty()) {
            placement(note).set("acceptedResourceRoles", Json.texts(result.roles()));
        }
        note.put("killSelection", result.selection().name());
        note.set(UnreachableStrategy.NAME, UnreachableStrategy.json(result.unreachable()));
        return result;
    }

    private static ObjectNode placement(ObjectNode scheduling) {
        return scheduling.withObject("/placement");
    }

    private BackoffPolicy backoff(Fields scheduling, ObjectNode note) {
        var given = scheduling.object("backoff");
        var backoff = given == null ? new Fields(Json.object(), scheduling.path("backoff"), faults) : given;
        backoff.known(Set.of("backoff", "backoffFactor", "maxLaunchDelay"));
        double initial = backoff.number("backoff", 1, 0, SECONDS_MAX);
        double factor = backoff.number("backoffFactor", 1.15, 1, FACTOR_MAX);
        double maximum = backoff.number("maxLaunchDelay", 300, 0, SECONDS_MAX);
        var object = note.putObject("backoff");
        object.set("backoff", Json.number(initial));
        object.set("backoffFactor", Json.number(factor));
        object.set("maxLaunchDelay", Json.number(maximum));
        return new BackoffPolicy(seconds(initial), factor, seconds(maximum));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static RolloutPolicy rollout(Fields scheduling, ObjectNode note) {
        var upgrade = scheduling.object("upgrade");
        var rollout = RolloutPolicy.DEFAULT;
        if (upgrade != null) {
            upgrade.known(Set.of("minimumHealthCapacity", "maximumOverCapacity"));
            rollout = new RolloutPolicy(
                    upgrade.number("minimumHealthCapacity", 1, 0, 1), upgrade.number("maximumOverCapacity", 1, 0, 1));
        }
        var object = note.putObject("upgrade");
        object.set("minimumHealthCapacity", Json.number(rollout.minimumReady()));
        object.set("maximumOverCapacity", Json.number(rollout.maximumExtra()));
        return rollout;
    }

    private List<Constraint> constraints(Fields scheduling, ObjectNode note) {
        var placement = scheduling.object("placement");
        var constraints = new ArrayList<Constraint>();
        if (placement == null) {
            return constraints;
        }
        placement.known(Set.of("constraints", "acceptedResourceRoles"));
        for (var given : placement.objects("constraints")) {
            given.known(Set.of("fieldName", "operator", "value"));
            var field = given.text("fieldName");
            var operator = given.text("operator");
            var value = given.text("value");
            if (field == null || operator == null) {
                faults.rule(given.path(field == null ? "fieldName" : "operator"), "is needed");
                continue;
            }
            var constraint = AppTranslator.constraint(
                    value == null ? List.of(field, operator) : List.of(field, operator, value),
                    given.path("operator"),
                    faults);
            if (constraint != null) {
                constraints.add(constraint);
                var object = placement(note)
                        .withArray("/constraints")
                        .addObject()
                        .put("fieldName", field)
                        .put("operator", operator);
                if (value != null) {
                    object.put("value", value);
                }
            }
        }
        return constraints;
    }

    /** An empty list says nothing, other than with apps. */
    private static List<String> roles(Fields scheduling) {
        var placement = scheduling.object("placement");
        return placement == null || placement.node("acceptedResourceRoles").isEmpty()
                ? List.of()
                : AppTranslator.roles(placement);
    }

    /** What Marathon reserves for the executor of a pod; here it is for what holds the pod together. */
    private Resources overhead() {
        var given = fields.object("executorResources");
        var resources = given == null ? new Fields(Json.object(), fields.path("executorResources"), faults) : given;
        resources.known(Set.of("cpus", "mem", "disk"));
        double cpus = resources.number("cpus", 0.1, 0.1, AMOUNT_MAX);
        double memory = resources.number("mem", 32, 32, AMOUNT_MAX);
        double disk = resources.number("disk", 10, 10, AMOUNT_MAX);
        var note = written.putObject("executorResources");
        note.set("cpus", Json.number(cpus));
        note.set("mem", Json.number(memory));
        note.set("disk", Json.number(disk));
        return new Resources(Math.round(cpus * 1000), (long) Math.ceil(memory), (long) Math.ceil(disk), 0);
    }
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.BackoffPolicy;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.KillSelection;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Makes an app definition of Marathon's JSON, with Marathon's defaults and rules. */
final class AppTranslator {
    private static final int SECONDS_MAX = 100_000_000;
    private static final double FACTOR_MAX = 1_000;

    private AppTranslator() {}

    /** A whole definition; throws a refusal that names every fault. */
    static AppDefinition translate(JsonNode app, @Nullable WorkloadId idInPath, ServicePorts servicePorts) {
        return translate(app, idInPath, servicePorts, RoleRules.NONE, new Faults());
    }

    static AppDefinition translate(
            JsonNode app, @Nullable WorkloadId idInPath, ServicePorts servicePorts, RoleRules rules, Faults faults) {
        var definition = read(app, "", idInPath, servicePorts, rules, faults);
        faults.refuse();
        if (definition == null) {
            throw new AssertionError("a definition without faults could not be made");
        }
        return definition;
    }

    /**
     * The fields of {@code said} laid over those of {@code present}; null says nothing. A new command takes the place of arguments and the other
     * way round; a new kind of network or of ports takes the place of what belonged to the old one.
     */
    static ObjectNode merged(ObjectNode present, JsonNode said) {
        var merged = present.deepCopy();
        var change = withoutNulls(said);
        change.properties().forEach(entry -> {
            var name = entry.getKey();
            merged.set(name, entry.getValue());
            if (name.equals("uris") && !change.has("fetch")) {
                merged.remove("fetch");
            } else if (name.equals("cmd") && !change.has("args")) {
                merged.remove("args");
            } else if (name.equals("args") && !change.has("cmd")) {
                merged.remove("cmd");
            } else if (name.equals("ports") && !change.has("portDefinitions")) {
                merged.remove("portDefinitions");
            } else if (name.equals("container") && !change.has("networks") && namesNetwork(entry.getValue())) {
                merged.remove("networks");
            }
        });
        if (!change.has(UnreachableStrategy.NAME) && !SlotsJson.sameKind(present, merged)) {
            merged.remove(UnreachableStrategy.NAME);
        }
        if (!change.has("portDefinitions") && !change.has("ports") && !isOnHost(merged)) {
            merged.remove("portDefinitions");
        }
        if (!change.has("container") && isOnHost(merged) && merged.path("container") instanceof ObjectNode container) {
            container.remove("portMappings");
        }
        return merged;
    }

    /** An empty list of the older {@code uris} takes nothing away from {@code fetch} either. */
    private static ObjectNode withoutNulls(JsonNode said) {
        var change = Json.object();
        said.properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .filter(entry -> !entry.getKey().equals("uris")
                        || !entry.getValue().isArray()
                        || !entry.getValue().isEmpty())
                .forEach(entry -> change.set(entry.getKey(), entry.getValue()));
        return change;
    }

    /** Whether the network is that of the host, where ports are those of {@code portDefinitions}. */
    private static boolean isOnHost(JsonNode app) {
        var networks = app.path("networks");
        var mode = networks.isEmpty()
                ? app.path("container").path("docker").path("network").asText("HOST")
                : networks.path(0).path("mode").asText("container");
        return mode.equalsIgnoreCase("host");
    }

    private static boolean namesNetwork(JsonNode container) {
        return container.path("docker").hasNonNull("network");
    }

    static @Nullable AppDefinition read(
            JsonNode app,
            String path,
            @Nullable WorkloadId idInPath,
            ServicePorts servicePorts,
            RoleRules rules,
            Faults faults) {
        var fields = new Fields(AppFields.definedOf(app, path, faults), path, faults);
        var id = idOf(fields, idInPath);
        var notes = new HashMap<String, String>();
        var network = NetworkTranslator.network(fields);
        var ports = NetworkTranslator.ports(fields, network, servicePorts, notes);
        var labels = fields.textMap("labels");
        var container = ContainerTranslator.container(fields, id, ports, labels, notes);
        var checks = new ArrayList<>(HealthTranslator.checks(fields, ports, notes));
        checks.addAll(ReadinessTranslator.checks(fields, ports, notes));
        checks.addAll(ObservedTranslator.checks(fields, ports, notes));
        var volumes = VolumeTranslator.volumes(fields);
        var artifacts = ArtifactJson.ofApp(fields);
        var constraints = constraints(fields);
        var backoff = new BackoffPolicy(
                Duration.ofSeconds(fields.whole("backoffSeconds", 1, 0, SECONDS_MAX)),
                fields.number("backoffFactor", 1.15, 1, FACTOR_MAX),
                Duration.ofSeconds(fields.whole("maxLaunchDelaySeconds", 300, 0, SECONDS_MAX)));
        boolean single = SingleInstance.is(labels);
        var rollout = UpgradeStrategy.read(fields.object("upgradeStrategy"), single);
        var stop = stop(fields, notes);
        var selection = selection(fields);
        var unreachable = UnreachableStrategy.read(fields);
        var role = rules.roleOf(id, fields);
        var roles = roles(fields);
        rules.check(id, role, roles, fields);
        var dependencies = Dependencies.ofApp(fields, id);
        var slots = SlotsJson.read(fields, constraints);
        int instances = fields.whole("instances", 1, 0, WorkloadSpec.INSTANCES_MAX);
        if (single) {
            SingleInstance.check(fields, instances, rollout);
        }
        if (!faults.none() || container == null || id == null) {
            return null;
        }
        var checked = container.toBuilder()
                .checks(checks)
                .mounts(volumes.mounts())
                .artifacts(artifacts)
                .derived(SlotsJson.variables(slots, container.derived()))
                .build();
        var spec = WorkloadSpec.of(id, checked).toBuilder()
                .network(network)
                .ports(ports)
                .labels(labels)
                .annotations(notes)
                .constraints(constraints)
                .role(role)
                .roles(roles)
                .backoff(backoff)
                .rollout(rollout)
                .stop(stop)
                .killSelection(selection)
                .unreachable(fields.has(UnreachableStrategy.NAME) ? unreachable : null)
                .dependencies(dependencies)
                .volumes(volumes.volumes())
                .slots(slots)
                .build();
        return new AppDefinition(spec, spec.followsNodes() ? 0 : instances);
    }

    /** The id in the path is the one that counts, as in Marathon, whatever the body says. Relative ids start at the root. */
    static @Nullable WorkloadId idOf(Fields fields, @Nullable WorkloadId idInPath) {
        var text = fields.text("id");
        if (text == null) {
            if (idInPath == null && !fields.has("id")) {
                fields.faults().missing(fields.path("id"));
            }
            return idInPath;
        }
        if (idInPath != null) {
            return idInPath;
        }
        var absolute = absolute(text);
        var fault = WorkloadId.faultOf(absolute);
        if (fault.isPresent()) {
            fields.faults().rule(fields.path("id"), fault.get());
            return null;
        }
        return WorkloadId.of(absolute);
    }

    static String absolute(String id) {
        var path = id.startsWith("/") ? id : "/" + id;
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static List<Constraint> constraints(Fields fields) {
        var constraints = new ArrayList<Constraint>();
        for (var item : fields.items("constraints")) {
            if (!item.node().isArray()) {
                fields.faults().type(item.path(), "jsarray");
                continue;
            }
            var parts = new ArrayList<String>();
            item.node().forEach(part -> parts.add(part.isTextual() ? part.textValue() : null));
            if (parts.contains(null)) {
                fields.faults().type(item.path(), "jsstring");
                continue;
            }
            if (parts.size() < 2 || parts.size() > 3) {
                fields.faults().rule(item.path(), "must have a field, an operator, and at most one value");
                continue;
            }
            var constraint = constraint(parts, item.path(), fields.faults());
            if (constraint != null) {
                constraints.add(constraint);
            }
        }
        return constraints;
    }

    static @Nullable Constraint constraint(List<String> parts, String path, Faults faults) {
        ConstraintOperator operator;
        try {
            operator = ConstraintOperator.valueOf(parts.get(1));
        } catch (IllegalArgumentException _) {
            faults.rule(
                    path,
                    "has the operator '" + parts.get(1)
                            + "'; operators are UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER, IS");
            return null;
        }
        var value = parts.size() == 3 ? parts.get(2) : null;
        var fault = valueFault(operator, value);
        if (parts.getFirst().isEmpty()) {
            faults.rule(path, "has an empty field");
            return null;
        }
        if (fault != null) {
            faults.rule(path, operator + " " + fault);
            return null;
        }
        return new Constraint(parts.getFirst(), operator, value);
    }

    private static @Nullable String valueFault(ConstraintOperator operator, @Nullable String value) {
        return switch (operator) {
            case UNIQUE -> value == null || value.isEmpty() ? null : "takes no value";
            case CLUSTER -> null;
            case GROUP_BY ->
                value == null || value.isEmpty() || isCount(value) ? null : "takes a whole number of at least 1";
            case MAX_PER -> value != null && isCount(value) ? null : "needs a whole number of at least 1";
            case IS -> value == null || value.isEmpty() ? "needs a value" : null;
            case LIKE, UNLIKE -> value == null ? "needs a regular expression" : expressionFault(value);
        };
    }

    private static boolean isCount(String value) {
        return value.matches("[1-9][0-9]{0,8}");
    }

    private static @Nullable String expressionFault(String value) {
        try {
            Pattern.compile(value);
            return null;
        } catch (PatternSyntaxException invalid) {
            return "has an expression that cannot be read: " + invalid.getDescription();
        }
    }

    private static StopPolicy stop(Fields fields, Map<String, String> notes) {
        if (!fields.has("taskKillGracePeriodSeconds")) {
            return StopPolicy.DEFAULT;
        }
        int seconds = fields.whole("taskKillGracePeriodSeconds", 3, 0, SECONDS_MAX);
        notes.put(Notes.GRACE_SECONDS, Integer.toString(seconds));
        return new StopPolicy(Duration.ofSeconds(seconds));
    }

    static KillSelection selection(Fields fields) {
        return switch (fields.text("killSelection")) {
            case null -> KillSelection.YOUNGEST_FIRST;
            case "YOUNGEST_FIRST" -> KillSelection.YOUNGEST_FIRST;
            case "OLDEST_FIRST" -> KillSelection.OLDEST_FIRST;
            default -> {
                fields.faults().rule(fields.path("killSelection"), "is neither YOUNGEST_FIRST nor OLDEST_FIRST");
                yield KillSelection.YOUNGEST_FIRST;
            }
        };
    }

    static List<String> roles(Fields fields) {
        var roles = fields.texts("acceptedResourceRoles");
        if (fields.has("acceptedResourceRoles")
                && fields.node("acceptedResourceRoles").isEmpty()) {
            fields.faults().rule(fields.path("acceptedResourceRoles"), "must not be empty");
        }
        if (roles.stream().distinct().count() != roles.size()) {
            fields.faults().rule(fields.path("acceptedResourceRoles"), "has a role twice");
        }
        return roles;
    }
}

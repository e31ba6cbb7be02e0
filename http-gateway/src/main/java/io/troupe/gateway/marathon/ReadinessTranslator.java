package io.troupe.gateway.marathon;

import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Probe.StatusRange;
import io.troupe.protocol.workload.PortSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code readinessChecks}: what a new instance has to answer before a deployment goes on. */
final class ReadinessTranslator {
    /** The names of the checks begin so, followed by what the user called them. */
    static final String NAME = "readiness-";

    private static final int SECONDS_MAX = 100_000_000;
    private static final Set<String> SCHEMES = Set.of("HTTP", "HTTPS");

    private ReadinessTranslator() {}

    static List<CheckSpec> checks(Fields fields, List<PortSpec> ports, Map<String, String> notes) {
        var checks = fields.objects("readinessChecks");
        if (checks.isEmpty()) {
            return List.of();
        }
        if (checks.size() > 1) {
            fields.faults().rule(fields.path("readinessChecks"), "Currently at most one readinessCheck is supported.");
        }
        var check = check(checks.getFirst(), ports, notes);
        return check == null ? List.of() : List.of(check);
    }

    private static @Nullable CheckSpec check(Fields check, List<PortSpec> ports, Map<String, String> notes) {
        check.known(Set.of(
                "name",
                "protocol",
                "path",
                "portName",
                "intervalSeconds",
                "timeoutSeconds",
                "httpStatusCodesForReady",
                "preserveLastResponse"));
        var name = or(check.text("name"), "readinessCheck");
        var protocol = or(check.text("protocol"), "HTTP");
        var portName = or(check.text("portName"), "http-api");
        var path = CheckFields.path(check);
        int interval = check.whole("intervalSeconds", 30, 1, SECONDS_MAX);
        int timeout = check.whole("timeoutSeconds", 10, 1, SECONDS_MAX);
        var codes =
                check.has("httpStatusCodesForReady") ? check.wholes("httpStatusCodesForReady", 100, 999) : List.of(200);
        boolean preserve = check.flag("preserveLastResponse", false);
        if (name.isEmpty()) {
            check.faults().rule(check.path("name"), "must not be empty");
        }
        if (!SCHEMES.contains(protocol)) {
            check.faults().rule(check.path("protocol"), "is neither HTTP nor HTTPS");
        }
        if (codes.isEmpty()) {
            check.faults().rule(check.path("httpStatusCodesForReady"), "must not be empty");
        }
        if (timeout >= interval) {
            check.faults().rule(check.path("timeoutSeconds"), "must be less than intervalSeconds");
        }
        var index = indexOf(portName, ports);
        if (index < 0) {
            check.faults()
                    .rule(
                            check.path("portName"),
                            "is none of the names of the app's ports: "
                                    + ports.stream()
                                            .map(PortSpec::name)
                                            .filter(Objects::nonNull)
                                            .toList());
        }
        if (path == null || index < 0) {
            return null;
        }
        var written = Json.object()
                .put("name", name)
                .put("protocol", protocol)
                .put("path", path)
                .put("portName", portName)
                .put("intervalSeconds", interval)
                .put("timeoutSeconds", timeout);
        codes.forEach(written.putArray("httpStatusCodesForReady")::add);
        written.put("preserveLastResponse", preserve);
        notes.put(Notes.READINESS_CHECKS, Json.array().add(written).toString());
        return new CheckSpec(
                NAME + name,
                CheckPurpose.ROLLOUT,
                new Probe.Http(
                        protocol.equals("HTTPS"),
                        CheckFields.rooted(path),
                        new Endpoint(new PortReference.Index(index), true, false),
                        codes.stream().map(code -> new StatusRange(code, code)).toList(),
                        false),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(interval),
                Duration.ofSeconds(timeout),
                null,
                preserve);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static int indexOf(String name, List<PortSpec> ports) {
        for (var index = 0; index < ports.size(); index++) {
            if (name.equals(ports.get(index).name())) {
                return index;
            }
        }
        return -1;
    }
}

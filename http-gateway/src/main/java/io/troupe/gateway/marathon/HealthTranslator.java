package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Probe.StatusRange;
import io.troupe.protocol.workload.PortSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code healthChecks}. What was written is kept, with Marathon's defaults, in a note, because some of it says the same to us.
 *
 * <p>Protocols that begin with MESOS, and COMMAND, try the container itself; the others go by the published port, as Marathon's scheduler does. A
 * {@code maxConsecutiveFailures} of 0 kills at the first failure for the former and never for the latter, and only the former wait for
 * {@code delaySeconds}.
 */
final class HealthTranslator {
    /** The names of the checks begin so, followed by their place in the array. */
    static final String NAME = "health-";

    private static final int SECONDS_MAX = 100_000_000;
    private static final int FAILURES_MAX = 1_000_000;
    private static final Set<String> PROTOCOLS =
            Set.of("HTTP", "HTTPS", "TCP", "COMMAND", "MESOS_TCP", "MESOS_HTTP", "MESOS_HTTPS");
    private static final StatusRange HEALTHY = new StatusRange(200, 399);

    private HealthTranslator() {}

    static List<CheckSpec> checks(Fields fields, List<PortSpec> ports, Map<String, String> notes) {
        var written = Json.array();
        var checks = new ArrayList<CheckSpec>();
        for (var check : fields.objects("healthChecks")) {
            var spec = check(check, checks.size(), ports, written);
            if (spec != null) {
                checks.add(spec);
            }
        }
        if (checks.size() > CheckSpec.CHECKS_MAX) {
            fields.faults().rule(fields.path("healthChecks"), "has more than " + CheckSpec.CHECKS_MAX + " checks");
        }
        if (!written.isEmpty()) {
            notes.put(Notes.HEALTH_CHECKS, written.toString());
        }
        return checks;
    }

    private static @Nullable CheckSpec check(Fields check, int index, List<PortSpec> ports, ArrayNode written) {
        check.known(Set.of(
                "command",
                "gracePeriodSeconds",
                "ignoreHttp1xx",
                "intervalSeconds",
                "maxConsecutiveFailures",
                "path",
                "port",
                "portIndex",
                "protocol",
                "ipProtocol",
                "timeoutSeconds",
                "delaySeconds"));
        var given = check.text("protocol");
        var protocol = given == null ? "HTTP" : given;
        if (!PROTOCOLS.contains(protocol)) {
            check.faults()
                    .rule(
                            check.path("protocol"),
                            "is none of HTTP, HTTPS, TCP, COMMAND, MESOS_TCP, MESOS_HTTP, MESOS_HTTPS");
            return null;
        }
        int grace = check.whole("gracePeriodSeconds", 300, 0, SECONDS_MAX);
        int interval = check.whole("intervalSeconds", 60, 0, SECONDS_MAX);
        int timeout = check.whole("timeoutSeconds", 20, 0, SECONDS_MAX);
        int delay = check.whole("delaySeconds", 15, 0, SECONDS_MAX);
        int failures = check.whole("maxConsecutiveFailures", 3, 0, FAILURES_MAX);
        var ipProtocol = ipProtocol(check);
        var note = Json.object()
                .put("protocol", protocol)
                .put("gracePeriodSeconds", grace)
                .put("intervalSeconds", interval)
                .put("timeoutSeconds", timeout)
                .put("maxConsecutiveFailures", failures)
                .put("delaySeconds", delay)
                .put("ipProtocol", ipProtocol);
        var probe = probe(check, protocol, ports, note, ipProtocol.equals("IPv6"));
        if (probe == null) {
            return null;
        }
        written.add(note);
        var direct = isDirect(protocol);
        return new CheckSpec(
                NAME + index,
                CheckPurpose.LIVENESS,
                probe,
                direct ? Duration.ofSeconds(delay) : Duration.ZERO,
                Duration.ofSeconds(grace),
                CheckFields.seconds(interval),
                CheckFields.seconds(timeout),
                direct ? Integer.valueOf(Math.max(1, failures)) : failures == 0 ? null : Integer.valueOf(failures),
                false);
    }

    private static boolean isDirect(String protocol) {
        return protocol.startsWith("MESOS_") || protocol.equals("COMMAND");
    }

    private static String ipProtocol(Fields check) {
        var text = check.text("ipProtocol");
        if (text != null && !text.equals("IPv4") && !text.equals("IPv6")) {
            check.faults().rule(check.path("ipProtocol"), "is neither IPv4 nor IPv6");
        }
        return text == null ? "IPv4" : text;
    }

    private static @Nullable Probe probe(
            Fields check, String protocol, List<PortSpec> ports, ObjectNode note, boolean ipv6) {
        var command = check.object("command");
        if (protocol.equals("COMMAND")) {
            return command(check, command, note);
        }
        if (command != null) {
            check.faults().rule(check.path("command"), "is only for the protocol COMMAND");
        }
        var http = protocol.endsWith("HTTP") || protocol.endsWith("HTTPS");
        var path = http ? CheckFields.path(check) : null;
        if (!http && check.has("path")) {
            check.faults().rule(check.path("path"), "is only for HTTP and HTTPS");
        }
        boolean ignoresInterim = check.flag("ignoreHttp1xx", false);
        if (check.has("ignoreHttp1xx")) {
            note.put("ignoreHttp1xx", ignoresInterim);
        }
        PortReference port = CheckFields.port(check, ports, note);
        if (path != null) {
            note.put("path", path);
        }
        if (port == null || (http && path == null)) {
            return null;
        }
        var endpoint = new Endpoint(port, !isDirect(protocol), ipv6);
        return path == null
                ? new Probe.Tcp(endpoint)
                : new Probe.Http(
                        protocol.endsWith("HTTPS"),
                        CheckFields.rooted(path),
                        endpoint,
                        List.of(HEALTHY),
                        ignoresInterim);
    }

    private static @Nullable Probe command(Fields check, @Nullable Fields command, ObjectNode note) {
        for (var name : List.of("port", "portIndex", "path")) {
            if (check.has(name)) {
                check.faults().rule(check.path(name), "is not for the protocol COMMAND");
            }
        }
        if (command == null) {
            check.faults().rule(check.path("command"), "is needed for the protocol COMMAND");
            return null;
        }
        command.known(Set.of("value"));
        var line = command.text("value");
        if (line == null || line.isBlank()) {
            command.faults().rule(command.path("value"), "must not be empty");
            return null;
        }
        note.putObject("command").put("value", line);
        return new Probe.Command(line);
    }

    /** Where in the {@code healthChecks} as they were written the check with that name stands; -1 if it is none of them. */
    static int indexOf(String name) {
        return name.startsWith(NAME) && name.substring(NAME.length()).matches("\\d{1,4}")
                ? Integer.parseInt(name.substring(NAME.length()))
                : -1;
    }
}

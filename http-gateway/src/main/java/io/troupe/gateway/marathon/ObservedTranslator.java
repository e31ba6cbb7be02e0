package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.StatusRange;
import io.troupe.protocol.workload.PortSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code check}: a check without consequences, whose result is shown. */
final class ObservedTranslator {
    static final String NAME = "check";

    private static final int SECONDS_MAX = 100_000_000;
    /** Any answer is an answer; what it was is shown. */
    private static final List<StatusRange> ANY = List.of(new StatusRange(100, 999));

    private ObservedTranslator() {}

    /** When such a check is tried, and how long a try may take; in seconds. */
    record Pace(int interval, int timeout, int delay) {
        static Pace read(Fields check) {
            check.known(Set.of("http", "tcp", "exec", "intervalSeconds", "timeoutSeconds", "delaySeconds"));
            return new Pace(
                    check.whole("intervalSeconds", 60, 0, SECONDS_MAX),
                    check.whole("timeoutSeconds", 20, 0, SECONDS_MAX),
                    check.whole("delaySeconds", 15, 0, SECONDS_MAX));
        }

        void write(ObjectNode note) {
            note.put("intervalSeconds", interval).put("timeoutSeconds", timeout).put("delaySeconds", delay);
        }

        CheckSpec check(String name, Probe probe) {
            return new CheckSpec(
                    name,
                    CheckPurpose.OBSERVED,
                    probe,
                    Duration.ofSeconds(delay),
                    Duration.ZERO,
                    CheckFields.seconds(interval),
                    CheckFields.seconds(timeout),
                    null,
                    false);
        }
    }

    static List<CheckSpec> checks(Fields fields, List<PortSpec> ports, Map<String, String> notes) {
        var check = fields.object("check");
        if (check == null) {
            return List.of();
        }
        var pace = Pace.read(check);
        var written = Json.object();
        var probe = probe(check, ports, written);
        if (probe == null) {
            return List.of();
        }
        pace.write(written);
        notes.put(Notes.CHECK, written.toString());
        return List.of(pace.check(NAME, probe));
    }

    private static @Nullable Probe probe(Fields check, List<PortSpec> ports, ObjectNode written) {
        var kind = CheckFields.kind(check);
        if (kind == null) {
            return null;
        }
        var inner = Objects.requireNonNull(check.object(kind));
        var note = written.putObject(kind);
        return switch (kind) {
            case "http" -> http(inner, ports, note);
            case "tcp" -> {
                inner.known(Set.of("port", "portIndex"));
                var port = CheckFields.port(inner, ports, note);
                yield port == null ? null : new Probe.Tcp(new Endpoint(port, false, false));
            }
            default -> exec(inner, note);
        };
    }

    private static @Nullable Probe http(Fields http, List<PortSpec> ports, ObjectNode note) {
        http.known(Set.of("port", "portIndex", "path", "scheme"));
        var path = CheckFields.path(http);
        var scheme = http.text("scheme");
        if (scheme != null && !scheme.equals("HTTP") && !scheme.equals("HTTPS")) {
            http.faults().rule(http.path("scheme"), "is neither HTTP nor HTTPS");
        }
        var port = CheckFields.port(http, ports, note);
        if (path == null || port == null) {
            return null;
        }
        note.put("path", path).put("scheme", scheme == null ? "HTTP" : scheme);
        return new Probe.Http(
                "HTTPS".equals(scheme), CheckFields.rooted(path), new Endpoint(port, false, false), ANY, false);
    }

    static @Nullable Probe exec(Fields exec, ObjectNode note) {
        exec.known(Set.of("command"));
        var command = exec.object("command");
        if (command == null) {
            exec.faults().rule(exec.path("command"), "is needed");
            return null;
        }
        var read = CommandFields.read(command);
        if (read == null) {
            return null;
        }
        read.write(note);
        return new Probe.Command(read.shell() != null ? read.shell() : quoted(read.arguments()));
    }

    private static String quoted(List<String> arguments) {
        return arguments.stream()
                .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}

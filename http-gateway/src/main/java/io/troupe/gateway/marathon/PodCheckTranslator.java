package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Probe.Endpoint;
import io.troupe.protocol.health.Probe.PortReference;
import io.troupe.protocol.health.Probe.StatusRange;
import io.troupe.protocol.workload.PortSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code healthCheck} and {@code check} of a pod's container. They are tried next to it, as Mesos does for pods.
 *
 * @param endpoints those of the container
 * @param firstPort where the first of them stands among all ports of the pod
 */
record PodCheckTranslator(List<PortSpec> endpoints, int firstPort) {
    private static final int SECONDS_MAX = 100_000_000;
    private static final int FAILURES_MAX = 1_000_000;
    private static final List<StatusRange> HEALTHY = List.of(new StatusRange(200, 399));
    private static final List<StatusRange> ANY = List.of(new StatusRange(100, 999));

    /** The name of a container's health check. */
    static String healthName(int index) {
        return HealthTranslator.NAME + index;
    }

    /** @param index of the container, which makes the names of its checks unique in the pod */
    List<CheckSpec> checks(Fields container, String name, int index, ObjectNode note) {
        var health = container.object("healthCheck");
        var check = container.object("check");
        return Stream.of(
                        Optional.ofNullable(health).map(fields -> health(fields, index, note.putObject("healthCheck"))),
                        Optional.ofNullable(check).map(fields -> observed(fields, name, note.putObject("check"))))
                .flatMap(Optional::stream)
                .toList();
    }

    private @Nullable CheckSpec health(Fields check, int index, ObjectNode note) {
        check.known(Set.of(
                "http",
                "tcp",
                "exec",
                "gracePeriodSeconds",
                "intervalSeconds",
                "maxConsecutiveFailures",
                "timeoutSeconds",
                "delaySeconds"));
        int grace = check.whole("gracePeriodSeconds", 300, 0, SECONDS_MAX);
        int interval = check.whole("intervalSeconds", 60, 0, SECONDS_MAX);
        int failures = check.whole("maxConsecutiveFailures", 3, 0, FAILURES_MAX);
        int timeout = check.whole("timeoutSeconds", 20, 0, SECONDS_MAX);
        int delay = check.whole("delaySeconds", 15, 0, SECONDS_MAX);
        var probe = probe(check, HEALTHY, note);
        note.put("gracePeriodSeconds", grace)
                .put("intervalSeconds", interval)
                .put("maxConsecutiveFailures", failures)
                .put("timeoutSeconds", timeout)
                .put("delaySeconds", delay);
        return probe == null
                ? null
                : new CheckSpec(
                        healthName(index),
                        CheckPurpose.LIVENESS,
                        probe,
                        Duration.ofSeconds(delay),
                        Duration.ofSeconds(grace),
                        CheckFields.seconds(interval),
                        CheckFields.seconds(timeout),
                        Math.max(1, failures),
                        false);
    }

    private @Nullable CheckSpec observed(Fields check, String name, ObjectNode note) {
        var pace = ObservedTranslator.Pace.read(check);
        var probe = probe(check, ANY, note);
        pace.write(note);
        return probe == null ? null : pace.check(ObservedTranslator.NAME + "-" + name, probe);
    }

    private @Nullable Probe probe(Fields check, List<StatusRange> accepted, ObjectNode note) {
        var kind = CheckFields.kind(check);
        if (kind == null) {
            return null;
        }
        var inner = Objects.requireNonNull(check.object(kind));
        var written = note.putObject(kind);
        return switch (kind) {
            case "http" -> http(inner, accepted, written);
            case "tcp" -> {
                inner.known(Set.of("endpoint"));
                var port = port(inner, written);
                yield port == null ? null : new Probe.Tcp(new Endpoint(port, false, false));
            }
            default -> ObservedTranslator.exec(inner, written);
        };
    }

    private @Nullable Probe http(Fields http, List<StatusRange> accepted, ObjectNode written) {
        http.known(Set.of("endpoint", "path", "scheme"));
        var port = port(http, written);
        var path = CheckFields.path(http);
        var scheme = http.text("scheme");
        if (scheme != null && !scheme.equals("HTTP") && !scheme.equals("HTTPS")) {
            http.faults().rule(http.path("scheme"), "is neither HTTP nor HTTPS");
        }
        if (port == null || path == null) {
            return null;
        }
        written.put("path", path).put("scheme", scheme == null ? "HTTP" : scheme);
        return new Probe.Http(
                "HTTPS".equals(scheme), CheckFields.rooted(path), new Endpoint(port, false, false), accepted, false);
    }

    /** An endpoint of the container, by its name. */
    private @Nullable PortReference port(Fields probe, ObjectNode written) {
        var name = probe.text("endpoint");
        if (name == null) {
            if (!probe.has("endpoint")) {
                probe.faults().missing(probe.path("endpoint"));
            }
            return null;
        }
        for (int index = 0; index < endpoints.size(); index++) {
            if (name.equals(endpoints.get(index).name())) {
                written.put("endpoint", name);
                return new PortReference.Index(firstPort + index);
            }
        }
        probe.faults().rule(probe.path("endpoint"), "names no endpoint of the container");
        return null;
    }
}

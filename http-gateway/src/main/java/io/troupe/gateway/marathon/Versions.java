package io.troupe.gateway.marathon;

import io.troupe.gateway.http.HttpRefusal;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Versions of an app: each moment at which it was given another definition or number. */
final class Versions {
    private Versions() {}

    /** An app as it was defined by one version. */
    record Version(Instant at, WorkloadSpec spec, int instances) {}

    static Version find(WorkloadView view, String text) {
        Instant at;
        try {
            at = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw HttpRefusal.of(
                    422, "'" + text + "' is no version: versions are times such as 2026-11-23T11:30:00.000Z");
        }
        return view.targets().stream()
                .filter(target -> target.at().equals(at))
                .findFirst()
                .flatMap(target -> view.revisionNumbered(target.revision())
                        .map(revision -> new Version(target.at(), revision.spec(), target.instances())))
                .orElseThrow(() -> HttpRefusal.notFound(
                        (Pods.isPod(view) ? "Pod '" : "App '") + view.id() + "' does not exist in version " + text));
    }
}

package io.troupe.gateway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.Absence;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.Optional;

/** Since when the node of an instance is away, and what becomes of the instance and when; the same in every dialect. */
public final class AbsenceWords {
    private AbsenceWords() {}

    /** Empty while the node can be reached. Times are left out of what never happens. */
    public static Optional<ObjectNode> json(WorkloadView view, Instance instance) {
        return Optional.ofNullable(instance.absence()).map(absence -> {
            var policy = policy(view, instance);
            var json = Json.object().put("since", Json.time(absence.since())).put("inactive", absence.inactive());
            put(json, "inactiveAt", policy.inactiveAt(absence.since()));
            put(json, "expungedAt", policy.expungedAt(absence.since()));
            return json.put("message", sentence(instance, absence, policy));
        });
    }

    private static void put(ObjectNode json, String name, Instant at) {
        if (at.isBefore(Instant.MAX)) {
            json.put(name, Json.time(at));
        }
    }

    /** What becomes of an instance whose node is away: by the revision it runs. */
    public static UnreachablePolicy policy(WorkloadView view, Instance instance) {
        return view.revisionNumbered(instance.revision())
                .map(Revision::spec)
                .orElse(view.spec())
                .whenUnreachable();
    }

    private static String sentence(Instance instance, Absence absence, UnreachablePolicy policy) {
        var place = instance.place();
        var where =
                "its node" + (place == null ? "" : " " + place.node()) + " is away since " + Json.time(absence.since());
        if (!policy.replaced()) {
            return where + "; it is waited for and not replaced";
        }
        var forgotten = "it is forgotten at " + Json.time(policy.expungedAt(absence.since()));
        return absence.inactive()
                ? where + "; it is replaced, and " + forgotten
                : where + "; it is replaced at " + Json.time(policy.inactiveAt(absence.since())) + ", and " + forgotten;
    }
}

package io.troupe.protocol.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.troupe.protocol.identity.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to fill a slot on one node, as its supervisor knows it. Never moved, never restarted, only replaced.
 *
 * <p>{@code stopping} is what is wanted and is written by the supervisor's decisions; {@code state} and {@code report} are what was seen and are
 * written from agents' reports.
 *
 * @param id minted by the supervisor
 * @param slot the numbered place it fills
 * @param revision the revision it runs
 * @param target version of the {@link Target} it was planned for
 * @param plannedAt when it was planned
 * @param place where it runs; null until placed
 * @param placedAt when the place was stored; null until then
 * @param state how far it has come
 * @param runningSince when its containers were first seen running; null until then
 * @param readySince since when it has been ready without a break, by its supervisor's clock; null while it is not
 * @param stopping why it shall stop; null while it shall run
 * @param stoppingSince when that was decided; null while it shall run
 * @param report the last thing seen of it; null before the first report
 * @param absence that its node is away; null while it is not, as far as its supervisor knows
 */
public record Instance(
        InstanceId id,
        int slot,
        long revision,
        long target,
        Instant plannedAt,
        @Nullable InstancePlace place,
        @Nullable Instant placedAt,
        InstanceState state,
        @Nullable Instant runningSince,
        @Nullable Instant readySince,
        @Nullable StopReason stopping,
        @Nullable Instant stoppingSince,
        @Nullable InstanceReport report,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Absence absence) {
    /** A new instance that waits for a place. */
    public static Instance planned(InstanceId id, int slot, long revision, long target, Instant at) {
        return new Instance(
                id, slot, revision, target, at, null, null, InstanceState.PLANNED, null, null, null, null, null, null);
    }

    public Instance withPlace(InstancePlace newPlace, Instant at) {
        return new Instance(
                id,
                slot,
                revision,
                target,
                plannedAt,
                newPlace,
                at,
                InstanceState.PLACED,
                runningSince,
                readySince,
                stopping,
                stoppingSince,
                report,
                absence);
    }

    public Instance withStop(StopReason reason, Instant at) {
        return new Instance(
                id,
                slot,
                revision,
                target,
                plannedAt,
                place,
                placedAt,
                state,
                runningSince,
                readySince,
                reason,
                at,
                report,
                absence);
    }

    /** As {@link #withReport(InstanceReport, Instant)}, heard when it was seen. */
    public Instance withReport(InstanceReport seen) {
        return withReport(seen, seen.at());
    }

    /** Takes over what was seen; a report of an earlier state than the present one changes nothing. */
    public Instance withReport(InstanceReport seen, Instant heardAt) {
        if (seen.state().compareTo(state) < 0 || state.hasEnded()) {
            return this;
        }
        var running = runningSince == null && seen.state() == InstanceState.RUNNING ? seen.at() : runningSince;
        return new Instance(
                id,
                slot,
                revision,
                target,
                plannedAt,
                place,
                placedAt,
                seen.state(),
                running,
                !seen.ready() ? null : readySince == null ? heardAt : readySince,
                stopping,
                stoppingSince,
                seen,
                null);
    }

    /** Nothing is known of it since then: its node is away. */
    public Instance withAbsence(Instant since) {
        return with(new Absence(since, false), null);
    }

    /** It has been away for so long that it does not count any more as one of the wanted. */
    public Instance withInactivity() {
        return absence == null ? this : with(new Absence(absence.since(), true), readySince);
    }

    private Instance with(Absence away, @Nullable Instant ready) {
        return new Instance(
                id,
                slot,
                revision,
                target,
                plannedAt,
                place,
                placedAt,
                state,
                runningSince,
                ready,
                stopping,
                stoppingSince,
                report,
                away);
    }

    /** Whether its node is away, as far as its supervisor knows. */
    public boolean unreachable() {
        return absence != null;
    }

    /** Whether it counts as one of the wanted: it does not once it has been unreachable for too long. */
    public boolean counted() {
        return absence == null || !absence.inactive();
    }

    /** Whether it counts as serving: its containers run on a node that can be reached, its checks agree, and nobody wants it to stop. */
    public boolean ready() {
        return state == InstanceState.RUNNING
                && stopping == null
                && absence == null
                && (report == null || report.ready());
    }
}

package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.WorkloadView;
import org.jspecify.annotations.Nullable;

/**
 * How an app that is sent is laid over one that is there.
 *
 * @param around what it is read beside
 * @param faults what is wrong with what was sent is noted here
 */
record AppOverlay(Mode mode, Surroundings around, Faults faults) {
    /** What an app that is sent may do, and what becomes of what it does not say. */
    enum Mode {
        /** Made or changed; what is not said stays. */
        MERGE,
        /** Made or changed; what is not said gets its default. */
        REPLACE,
        /** Changed only; what is not said stays. */
        PATCH
    }

    /** The change that makes of what is present what was sent; null if a fault was noted. */
    @Nullable WorkloadChange change(JsonNode sent, String path, WorkloadId id, @Nullable WorkloadView present) {
        if (present == null) {
            if (mode == Mode.PATCH) {
                throw MarathonErrors.noApp(id.path());
            }
            var definition = AppTranslator.read(sent, path, id, around.servicePorts(null), around.roles(), faults);
            return definition == null ? null : definition.creation();
        }
        var whole = withoutCountOfNodes(sent, present);
        if (mode != Mode.REPLACE) {
            var said = AppFields.definedOf(whole, path, faults);
            whole = AppTranslator.merged(
                    AppJson.definition(present.spec(), present.target().instances()), said);
        }
        var definition =
                AppTranslator.read(whole, path, id, around.servicePorts(present), around.roles(present), faults);
        return definition == null ? null : definition.over(present);
    }

    /** Whether the app is already what is asked for. */
    static boolean changesNothing(WorkloadChange change, @Nullable WorkloadView present) {
        if (present == null) {
            return false;
        }
        return switch (change.change()) {
            case Change.Scale scale -> scale.instances() == present.target().instances();
            case Change.Update update ->
                update.spec().followsNodes() && update.spec().equals(present.spec());
            case Change.Create _, Change.Restart _, Change.KillAndScale _, Change.Delete _ -> false;
        };
    }

    /** The number of what follows the nodes is shown, not defined: sent back as it was read it says nothing. */
    private JsonNode withoutCountOfNodes(JsonNode sent, WorkloadView present) {
        var shown = sent.path("instances");
        boolean follows = present.spec().followsNodes() && (mode != Mode.REPLACE || sent.has("slots"));
        if (!follows || !shown.isInt() || shown.intValue() != present.target().instances()) {
            return sent;
        }
        var without = ((ObjectNode) sent).deepCopy();
        without.remove("instances");
        return without;
    }
}

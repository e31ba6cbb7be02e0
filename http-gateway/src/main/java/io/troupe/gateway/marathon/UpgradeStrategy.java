package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Marathon's {@code upgradeStrategy}, and what Troupe adds to it: {@code canary}, {@code autoPromote}, {@code bakeSeconds}, {@code progressDeadlineSeconds}, {@code
 * failureBudget} and {@code onFailure}. What was not asked for is not given back.
 */
final class UpgradeStrategy {
    private static final double SECONDS_MAX = 86_400;
    private static final Set<String> KNOWN = Set.of(
            "minimumHealthCapacity",
            "maximumOverCapacity",
            "canary",
            "autoPromote",
            "bakeSeconds",
            "progressDeadlineSeconds",
            "failureBudget",
            "onFailure");

    private UpgradeStrategy() {}

    /** @param single whether there may never be two instances */
    static RolloutPolicy read(@Nullable Fields strategy, boolean single) {
        if (strategy == null) {
            return single ? SingleInstance.ROLLOUT : RolloutPolicy.DEFAULT;
        }
        strategy.known(KNOWN);
        return new RolloutPolicy(
                strategy.number("minimumHealthCapacity", single ? 0 : 1, 0, 1),
                strategy.number("maximumOverCapacity", single ? 0 : 1, 0, 1),
                caution(strategy));
    }

    private static RolloutCaution caution(Fields strategy) {
        var canaries = strategy.whole("canary", 0, 0, WorkloadSpec.INSTANCES_MAX);
        var autoPromote = strategy.flag("autoPromote", false);
        if (autoPromote && canaries == 0) {
            strategy.faults().rule(strategy.path("autoPromote"), "needs a canary");
        }
        var deadline = strategy.has("progressDeadlineSeconds")
                ? duration(strategy.number("progressDeadlineSeconds", 1, 1, SECONDS_MAX))
                : null;
        Integer budget = strategy.has("failureBudget")
                ? Integer.valueOf(strategy.whole("failureBudget", 0, 0, WorkloadSpec.INSTANCES_MAX))
                : null;
        var limited = deadline != null || budget != null;
        var action = action(strategy, limited);
        return new RolloutCaution(
                canaries,
                autoPromote,
                duration(strategy.number("bakeSeconds", 0, 0, SECONDS_MAX)),
                deadline,
                action == FailureAction.KEEP || limited ? budget : Integer.valueOf(0),
                action);
    }

    /** Without a word on it, a limit that is passed pauses. */
    private static FailureAction action(Fields strategy, boolean limited) {
        return switch (strategy.text("onFailure")) {
            case null -> limited ? FailureAction.PAUSE : FailureAction.KEEP;
            case "keep" -> FailureAction.KEEP;
            case "pause" -> FailureAction.PAUSE;
            case "rollback" -> FailureAction.ROLL_BACK;
            default -> {
                strategy.faults().rule(strategy.path("onFailure"), "is none of keep, pause, rollback");
                yield FailureAction.KEEP;
            }
        };
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    static ObjectNode json(RolloutPolicy policy) {
        var json = Json.object();
        json.set("maximumOverCapacity", Json.number(policy.maximumExtra()));
        json.set("minimumHealthCapacity", Json.number(policy.minimumReady()));
        var care = policy.care();
        if (care.canaries() > 0) {
            json.put("canary", care.canaries());
        }
        if (care.autoPromote()) {
            json.put("autoPromote", true);
        }
        if (!care.bake().isZero()) {
            json.set("bakeSeconds", seconds(care.bake()));
        }
        if (care.progressDeadline() != null) {
            json.set("progressDeadlineSeconds", seconds(care.progressDeadline()));
        }
        if (care.failureBudget() != null) {
            json.put("failureBudget", care.failureBudget());
        }
        if (care.onFailure() != FailureAction.KEEP || care.progressDeadline() != null || care.failureBudget() != null) {
            json.put(
                    "onFailure",
                    switch (care.onFailure()) {
                        case KEEP -> "keep";
                        case PAUSE -> "pause";
                        case ROLL_BACK -> "rollback";
                    });
        }
        return json;
    }

    private static com.fasterxml.jackson.databind.JsonNode seconds(Duration time) {
        return Json.number(BigDecimal.valueOf(time.toMillis(), 3).doubleValue());
    }
}

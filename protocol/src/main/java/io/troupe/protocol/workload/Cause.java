package io.troupe.protocol.workload;

import io.troupe.protocol.identity.DeploymentId;
import org.jspecify.annotations.Nullable;

/**
 * Why something happened: kept with every event.
 *
 * @param who the user, as the gateway knows them ({@code admin@127.0.0.1}), or the part of Troupe that decided ({@code supervisor}, {@code
 *     node n1})
 * @param reason a sentence for a person
 * @param deployment the deployment it belongs to; null if none
 */
public record Cause(String who, String reason, @Nullable DeploymentId deployment) {
    public static Cause of(String who, String reason) {
        return new Cause(who, reason, null);
    }
}

package io.troupe.protocol.deployment;

import io.troupe.protocol.workload.Cause;
import java.time.Instant;

/** One entry of a deployment's journal: what happened, when and why. */
public record DeploymentRecord(Instant at, Cause cause, DeploymentEvent event) {}

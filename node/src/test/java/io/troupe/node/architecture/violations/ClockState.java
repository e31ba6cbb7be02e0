package io.troupe.node.architecture.violations;

import java.time.Clock;

record ClockState(Clock clock) {}

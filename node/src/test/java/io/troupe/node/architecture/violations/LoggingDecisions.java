package io.troupe.node.architecture.violations;

import org.slf4j.LoggerFactory;

final class LoggingDecisions {
    private LoggingDecisions() {}

    static void decide() {
        LoggerFactory.getLogger(LoggingDecisions.class).info("decided");
    }
}

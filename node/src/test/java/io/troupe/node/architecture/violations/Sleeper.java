package io.troupe.node.architecture.violations;

final class Sleeper {
    private Sleeper() {}

    static void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}

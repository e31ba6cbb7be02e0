package io.troupe.node;

import io.troupe.node.start.RunningNode;
import io.troupe.node.start.StartProgress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens on Ctrl-C and SIGTERM: a node that runs is stopped in order; one that still starts is told to give up, and has stopped what it had
 * begun before the JVM ends. Run by the JVM's shutdown thread; the other methods are for the thread that starts the node.
 */
final class StopSignal implements Runnable {
    private static final long GIVE_UP_SECONDS_MAX = 30;

    private final Thread starter;
    private final StartProgress progress;
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private volatile @Nullable RunningNode node;

    StopSignal(Thread starter, StartProgress progress) {
        this.starter = starter;
        this.progress = progress;
    }

    /** The start is over, this is what to stop. */
    void started(RunningNode running) {
        node = running;
        startEnded.countDown();
    }

    /** The start is over, and has left nothing. */
    void nothingToStop() {
        startEnded.countDown();
    }

    @Override
    public void run() {
        try {
            if (startEnded.getCount() > 0) {
                progress.say("Stopping before the start is done ...");
                starter.interrupt();
                startEnded.await(GIVE_UP_SECONDS_MAX, TimeUnit.SECONDS);
            }
            var running = node;
            if (running != null) {
                progress.say("Stopping ...");
                running.stop();
                progress.say("Stopped.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

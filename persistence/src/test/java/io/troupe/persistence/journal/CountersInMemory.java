package io.troupe.persistence.journal;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import io.troupe.protocol.workload.WorkloadRecord;
import java.util.stream.IntStream;

/** Counters in a test kit, whatever its journal is. */
public final class CountersInMemory {
    private final ActorTestKit kit;

    public CountersInMemory(ActorTestKit kit) {
        this.kit = kit;
    }

    public static WorkloadRecord number(long number) {
        return Counter.number(number);
    }

    /** Counts so many times, each stored before the next. */
    public void countOn(String id, int times) {
        var counter = kit.spawn(Counter.of(id));
        IntStream.range(0, times)
                .forEach(time -> AskPattern.ask(counter, Counter.CountOn::new, JournalFixture.ASK_MAX, kit.scheduler())
                        .toCompletableFuture()
                        .join());
        stop(counter);
    }

    public long countAfterRestart(String id) {
        var counter = kit.spawn(Counter.of(id));
        var count = AskPattern.<Counter.Command, Long>ask(
                        counter, Counter.Ask::new, JournalFixture.ASK_MAX, kit.scheduler())
                .toCompletableFuture()
                .join();
        stop(counter);
        return count;
    }

    private void stop(ActorRef<Counter.Command> counter) {
        AskPattern.ask(counter, Counter.Stop::new, JournalFixture.ASK_MAX, kit.scheduler())
                .toCompletableFuture()
                .join();
        kit.createTestProbe().expectTerminated(counter);
    }
}

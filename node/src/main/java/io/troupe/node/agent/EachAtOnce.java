package io.troupe.node.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Does a thing that blocks to several at once; an interrupt of the caller reaches them all. */
final class EachAtOnce {
    private EachAtOnce() {}

    static <T> void run(Collection<T> all, Consumer<T> action) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<CompletableFuture<Void>>();
            all.forEach(one -> running.add(CompletableFuture.runAsync(() -> action.accept(one), executor)));
            try {
                CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
                        .get();
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
            }
        }
    }
}

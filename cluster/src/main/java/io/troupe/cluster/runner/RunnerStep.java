package io.troupe.cluster.runner;

import java.time.Duration;

/** One call to the engines. Making it twice does no harm. */
public sealed interface RunnerStep {
    /** Get ready what the container with that index needs, an image above all. May take long. */
    record Prepare(int index) implements RunnerStep {}

    /** Create the container with that index, or find the one that exists. Answered by {@link RunnerInput.Created}. */
    record Create(int index) implements RunnerStep {}

    /** Start a created container. */
    record Start(int index, String container) implements RunnerStep {}

    /** See what the started containers' addresses are. Answered by {@link RunnerInput.Looked}. */
    record Look() implements RunnerStep {}

    /** Stop all containers of the instance, however they came to be: first by the stop signal. Answered by {@link RunnerInput.Stopped}. */
    record Stop(Duration grace) implements RunnerStep {}

    /** Remove all containers of the instance, running or not. */
    record Discard() implements RunnerStep {}

    /** Remove all containers of the instance, and its directories. */
    record Clear() implements RunnerStep {}
}

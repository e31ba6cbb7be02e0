package io.troupe.node.engine.docker;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * docker-java's clients of one engine: one for calls that are answered soon, one for those that take long, so that those who follow output or wait for a
 * stop never keep a container from starting. Every call is answered in bounded time or fails. A call whose connection breaks, as
 * kept ones do when the engine starts anew, is made once more over a new one.
 */
final class DockerClients implements AutoCloseable {
    /** docker-java's own would send each of the hundred fields that are not set. */
    static final ObjectMapper JSON = DockerClientConfig.getDefaultObjectMapper()
            .copy()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private final DockerHost host;
    private final DockerTimes times;
    private final Semaphore changes = new Semaphore(DockerSettings.CHANGES_MAX);
    private final Semaphore streams = new Semaphore(DockerSettings.STREAMS_MAX);
    private @Nullable DockerPools pools;
    private volatile @Nullable Spoken spoken;

    DockerClients(DockerHost host, DockerTimes times) {
        this.host = host;
        this.times = times;
    }

    DockerTimes times() {
        return times;
    }

    /** Reads something. */
    <T> T look(Function<DockerClient, T> call) {
        return repeatable(times.look(), false, call, call);
    }

    /** Changes something, in a way that does no harm if it is done twice. */
    <T> T change(Function<DockerClient, T> call) {
        return change(call, call);
    }

    /** Changes something; {@code again} is made instead if nobody knows whether it was done. */
    <T> T change(Function<DockerClient, T> call, Function<DockerClient, T> again) {
        changes.acquireUninterruptibly();
        try {
            return repeatable(times.change(), false, call, again);
        } finally {
            changes.release();
        }
    }

    /** Changes something that the engine answers only after a wait of its own. */
    <T> T change(Duration wait, Function<DockerClient, T> call) {
        return repeatable(times.change().plus(wait), true, call, call);
    }

    /** Whether the engine is there. */
    void ping() {
        repeatable(times.ping(), false, DockerClients::pinged, DockerClients::pinged);
    }

    DockerVersion version() {
        return spoken().version();
    }

    /**
     * Opens an answer that does not end soon.
     *
     * @param path with its query, but without the version
     * @param limit until the answer begins
     */
    DockerStream stream(Duration limit, String method, String path, Map<String, String> headers) {
        return stream(limit, method, path, headers, null);
    }

    /** The same for what is sent with a body; docker-java's own import of an archive reaches the engine cut short. */
    DockerStream stream(
            Duration limit, String method, String path, Map<String, String> headers, byte @Nullable [] body) {
        if (!streams.tryAcquire()) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "more than " + DockerSettings.STREAMS_MAX + " streams of the Docker engine at " + host
                            + " are open already");
        }
        var open = false;
        try {
            var used = spoken();
            var builder = DockerHttpClient.Request.builder()
                    .method(method)
                    .path("/" + used.version().api().asWebPathPart() + path)
                    .putAllHeaders(headers)
                    .putHeader("Connection", "close");
            var request = (body == null ? builder : builder.bodyBytes(body)).build();
            var response = again(
                    () -> retire(used.pools(), true),
                    () -> timed(limit, () -> used.pools().slow().execute(request), DockerHttpClient.Response::close),
                    () -> timed(limit, () -> pools().slow().execute(request), DockerHttpClient.Response::close));
            if (response.getStatusCode() >= 400) {
                throw refusal(response);
            }
            open = true;
            return new DockerStream(response, streams::release);
        } finally {
            if (!open) {
                streams.release();
            }
        }
    }

    /** Calls the engine over a connection of the caller's own; not repeated if it breaks. */
    <T> T direct(Supplier<T> call, Consumer<T> discard) {
        try {
            return timed(times.look(), call, discard);
        } catch (Broken e) {
            throw unavailable(e.reason);
        }
    }

    /** Lets go of all connections, with what is going on over them: the engine is gone, and may come back as another version. */
    void forget() {
        DockerPools forgotten;
        synchronized (this) {
            forgotten = pools;
            pools = null;
            spoken = null;
        }
        if (forgotten != null) {
            forgotten.close();
        }
    }

    EngineException unavailable(Exception e) {
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new EngineException(
                EngineException.Kind.UNAVAILABLE, "the Docker engine at " + host + " does not answer: " + reason, e);
    }

    @Override
    public void close() {
        forget();
    }

    private <T> T repeatable(
            Duration limit, boolean slow, Function<DockerClient, T> call, Function<DockerClient, T> again) {
        var used = spoken();
        return again(
                () -> retire(used.pools(), slow),
                () -> timed(limit, () -> call.apply(used.client(slow)), late -> {}),
                () -> timed(limit, () -> again.apply(spoken().client(slow)), late -> {}));
    }

    private <T> T again(Runnable between, Supplier<T> first, Supplier<T> second) {
        try {
            return first.get();
        } catch (Broken e) {
            between.run();
        }
        try {
            return second.get();
        } catch (Broken e) {
            throw unavailable(e.reason);
        }
    }

    private <T> T timed(Duration limit, Supplier<T> call, Consumer<T> discard) {
        try {
            return TimeLimit.call(limit, call, discard);
        } catch (TimeoutException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "the Docker engine at " + host + " did not answer within " + limit.toMillis() + " ms",
                    e);
        } catch (CancellationException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE, "the call of the Docker engine at " + host + " was given up", e);
        } catch (DockerException e) {
            throw DockerErrors.of(e);
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException || cause instanceof IllegalStateException) {
                    throw new Broken(cause instanceof IOException io ? io : e);
                }
            }
            throw e;
        }
    }

    private Spoken spoken() {
        var known = spoken;
        if (known != null) {
            return known;
        }
        var used = pools();
        var unversioned = client(used.quick(), RemoteApiVersion.unknown());
        DockerVersion version;
        try {
            version = timed(
                    times.ping(),
                    () -> DockerVersion.of(unversioned.versionCmd().exec()),
                    late -> {});
        } catch (Broken e) {
            throw unavailable(e.reason);
        }
        var made = new Spoken(used, version, client(used.quick(), version.api()), client(used.slow(), version.api()));
        synchronized (this) {
            if (used.equals(pools)) {
                spoken = made;
            }
        }
        return made;
    }

    private synchronized DockerPools pools() {
        var known = pools;
        if (known == null) {
            known = DockerPools.of(host);
            pools = known;
        }
        return known;
    }

    /** Others of its connections may be broken too. Streams go on where only a quick one broke. */
    private void retire(DockerPools broken, boolean slowToo) {
        synchronized (this) {
            if (broken.equals(pools)) {
                pools = slowToo ? null : broken.withNewQuick(host);
                spoken = null;
            }
        }
        broken.closeQuick();
        if (slowToo) {
            broken.close();
        }
    }

    private DockerClient client(DockerHttpClient pool, RemoteApiVersion version) {
        return DockerClientImpl.getInstance(new DockerClientSettings(host, version), pool);
    }

    private static EngineException refusal(DockerHttpClient.Response response) {
        try (response) {
            var text = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            return DockerErrors.of(response.getStatusCode(), text);
        } catch (IOException e) {
            return DockerErrors.of(response.getStatusCode(), "");
        }
    }

    private static boolean pinged(DockerClient client) {
        client.pingCmd().exec();
        return true;
    }

    /** Clients that speak the engine's version. */
    private record Spoken(DockerPools pools, DockerVersion version, DockerClient quick, DockerClient slow) {
        DockerClient client(boolean patient) {
            return patient ? slow : quick;
        }
    }

    /** A connection failed, so nobody knows whether the engine did what it was asked. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Exception reason;

        Broken(Exception reason) {
            super(reason);
            this.reason = reason;
        }
    }
}

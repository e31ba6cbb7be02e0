package io.troupe.persistence.embedded;

import io.troupe.persistence.embedded.EmbeddedCassandraEvent.Down;
import io.troupe.persistence.embedded.EmbeddedCassandraEvent.PhaseEnded;
import io.troupe.persistence.embedded.EmbeddedCassandraEvent.RestartFailed;
import io.troupe.persistence.embedded.EmbeddedCassandraEvent.Up;
import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The Cassandra of one data directory, running: started or found running, watched, and started again when it ends.
 *
 * <pre>
 * begin -> Up            started, or found running as this version would start it
 * Up -> Down             it ended, or did not answer for {@link #SILENT_MAX} and was killed
 * Down -> Up             started again on the same port, with growing delay
 * any -> stopped         by {@link #stop} (in order) or {@link #leave} (it runs on for the next process)
 * </pre>
 *
 * <p>It outlives this process if that is killed. The next {@link #start} on the same directory takes it over.
 */
public final class EmbeddedCassandra implements AutoCloseable {
    /** One that has not answered for this long is killed and started again. */
    static final Duration SILENT_MAX = Duration.ofSeconds(20);

    private static final Duration ADOPTION_MAX = Duration.ofSeconds(10);
    private static final int PROBE_MILLIS_MAX = 2_000;
    /** The end of a child is heard at once; one that was taken over is nobody's child and must be looked at. */
    private static final long ALIVE_POLL_MILLIS = 400;

    private static final long PROBE_PERIOD_MILLIS = 5_000;
    private static final long KILL_MILLIS_MAX = 10_000;

    private final EmbeddedCassandraSettings settings;
    private final CassandraPorts ports;
    private final Consumer<EmbeddedCassandraEvent> listener;
    private final Thread watcher;

    /** Guards the two fields below. */
    private final Object monitor = new Object();

    private CassandraProcess process;
    private boolean watching = true;

    private volatile boolean up = true;

    private EmbeddedCassandra(
            EmbeddedCassandraSettings settings,
            CassandraPorts ports,
            CassandraProcess process,
            Consumer<EmbeddedCassandraEvent> listener) {
        this.settings = settings;
        this.ports = ports;
        this.process = process;
        this.listener = listener;
        this.watcher = new Thread(this::watch, "embedded-cassandra-watcher");
        this.watcher.setDaemon(true);
    }

    /**
     * Starts it, or takes over the one that runs on this directory already. Blocks till it answers.
     *
     * <p>Nobody else may use the directory meanwhile: hold its {@link io.troupe.persistence.directory.DataDirectoryLock}.
     *
     * @param listener told of each phase of the start, and later of each end and restart
     */
    public static EmbeddedCassandra start(EmbeddedCassandraSettings settings, Consumer<EmbeddedCassandraEvent> listener)
            throws EmbeddedCassandraException, IOException, InterruptedException {
        CassandraLaunch.check(settings);
        var phases = new Phases(listener);
        var running = CassandraProcess.find(settings.directory());
        if (running.isPresent()) {
            var adopted = adopt(settings, running.get());
            phases.end("find running Cassandra");
            if (adopted.isPresent()) {
                return watched(settings, adopted.get(), running.get(), true, listener);
            }
            end(settings, running.get());
            phases.end("stop other Cassandra");
        }
        var launch = CassandraLaunch.prepare(settings);
        var process = launch.begin(ClassArchive.optionsToUse(settings));
        phases.end("begin Cassandra");
        try {
            launch.awaitAnswer(process);
        } catch (InterruptedException e) {
            // Nobody would know of it, and it would hold the directory.
            process.destroyForcibly();
            throw e;
        }
        phases.end("start Cassandra");
        return watched(settings, launch.ports(), new CassandraProcess(process.pid(), ""), false, listener);
    }

    private static EmbeddedCassandra watched(
            EmbeddedCassandraSettings settings,
            CassandraPorts ports,
            CassandraProcess process,
            boolean adopted,
            Consumer<EmbeddedCassandraEvent> listener) {
        var cassandra = new EmbeddedCassandra(settings, ports, process, listener);
        listener.accept(new Up(process.pid(), adopted));
        cassandra.watcher.start();
        return cassandra;
    }

    /** The ports of a running one, if it is as this process would start it and answers. */
    private static Optional<CassandraPorts> adopt(EmbeddedCassandraSettings settings, CassandraProcess running)
            throws IOException, InterruptedException {
        var ports = new PortChoice(settings.directory())
                .remembered()
                .filter(known -> settings.port() == 0 || settings.port() == known.cql());
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        var yaml = CassandraYaml.of(settings.directory(), ports.get());
        if (!running.fingerprint().equals(CassandraFingerprint.ofProcess(settings, yaml))) {
            return Optional.empty();
        }
        var cql = ports.get().cql();
        await(ADOPTION_MAX, () -> !running.isAlive() || CqlConnection.answers(cql, PROBE_MILLIS_MAX));
        return running.isAlive() && CqlConnection.answers(cql, PROBE_MILLIS_MAX) ? ports : Optional.empty();
    }

    /** In order if it can, by force if not: what it acknowledged is on the disk either way. */
    private static void end(EmbeddedCassandraSettings settings, CassandraProcess running)
            throws InterruptedException, EmbeddedCassandraException {
        running.terminate();
        if (await(settings.stopMax(), () -> !running.isAlive())) {
            return;
        }
        running.kill();
        if (!await(Duration.ofMillis(KILL_MILLIS_MAX), () -> !running.isAlive())) {
            throw new EmbeddedCassandraException(
                    Kind.NOT_STOPPED,
                    "the Cassandra with process id " + running.pid() + " uses " + settings.directory()
                            + " and cannot be ended, not even by force");
        }
    }

    private static boolean await(Duration max, BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    /** Where it takes CQL; the same for as long as this object lives. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.cql());
    }

    /** Its process; another one after a restart. */
    public long pid() {
        synchronized (monitor) {
            return process.pid();
        }
    }

    /** Whether it ran when it was last looked at, a moment ago. */
    public boolean isUp() {
        return up;
    }

    private void watch() {
        var restarts = RestartPlanner.FRESH;
        try {
            while (isWatching()) {
                var begun = System.nanoTime();
                var reason = awaitEnd();
                if (!isWatching()) {
                    return;
                }
                up = false;
                listener.accept(new Down(pid(), reason));
                restarts = startAgain(restarts.ended(Duration.ofNanos(System.nanoTime() - begun)));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the process has ended, with the reason in words, or when nobody watches any more. */
    private String awaitEnd() throws InterruptedException {
        var lastAnswer = System.nanoTime();
        var nextProbe = lastAnswer + Duration.ofMillis(PROBE_PERIOD_MILLIS).toNanos();
        var watched = current();
        var ended = watched.onEnd();
        while (isWatching()) {
            if (!watched.isAlive()) {
                return "process " + watched.pid() + " ended";
            }
            var now = System.nanoTime();
            if (now - nextProbe > 0) {
                if (CqlConnection.answers(ports.cql(), PROBE_MILLIS_MAX)) {
                    lastAnswer = now;
                } else if (now - lastAnswer > SILENT_MAX.toNanos()) {
                    watched.kill();
                    await(Duration.ofMillis(KILL_MILLIS_MAX), () -> !watched.isAlive());
                    return "process " + watched.pid() + " did not answer for " + SILENT_MAX.toSeconds()
                            + " s and was killed";
                }
                nextProbe = now + Duration.ofMillis(PROBE_PERIOD_MILLIS).toNanos();
            }
            ended.await(ALIVE_POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        return "";
    }

    private RestartPlanner startAgain(RestartPlanner plan) throws InterruptedException {
        var restarts = plan;
        Thread.sleep(restarts.delay());
        while (isWatching()) {
            try {
                end(settings, current());
                var launch = CassandraLaunch.again(settings, ports);
                var started = launch.begin(ClassArchive.optionsToUse(settings));
                become(new CassandraProcess(started.pid(), ""));
                launch.awaitAnswer(started);
                up = true;
                listener.accept(new Up(started.pid(), false));
                return restarts;
            } catch (EmbeddedCassandraException failure) {
                restarts = failure.kind() == Kind.DISK_FULL ? restarts.blocked() : restarts.startFailed();
                listener.accept(new RestartFailed(failure, restarts.delay()));
            } catch (IOException failure) {
                restarts = restarts.startFailed();
                listener.accept(new RestartFailed(
                        new EmbeddedCassandraException(Kind.ENDED, "Cassandra cannot be begun: " + failure),
                        restarts.delay()));
            }
            Thread.sleep(restarts.delay());
        }
        return restarts;
    }

    private boolean isWatching() {
        synchronized (monitor) {
            return watching;
        }
    }

    private CassandraProcess current() {
        synchronized (monitor) {
            return process;
        }
    }

    /** A process that was begun while {@link #stop} came in between is ended by whoever stopped. */
    private void become(CassandraProcess started) {
        synchronized (monitor) {
            process = started;
        }
    }

    /** Stops watching and lets it run: the next process on this directory takes it over. */
    public void leave() throws InterruptedException {
        synchronized (monitor) {
            watching = false;
        }
        watcher.interrupt();
        watcher.join();
        up = false;
    }

    /** Ends it in order, by force after {@link EmbeddedCassandraSettings#stopMax}; blocks till it is gone. */
    public void stop() throws InterruptedException, EmbeddedCassandraException {
        leave();
        end(settings, current());
    }

    @Override
    public void close() throws EmbeddedCassandraException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Measures one part of the start after the other. */
    private static final class Phases {
        private final Consumer<EmbeddedCassandraEvent> listener;
        private long begun = System.nanoTime();

        Phases(Consumer<EmbeddedCassandraEvent> listener) {
            this.listener = listener;
        }

        void end(String phase) {
            var now = System.nanoTime();
            listener.accept(new PhaseEnded(phase, Duration.ofNanos(now - begun).toMillis()));
            begun = now;
        }
    }
}

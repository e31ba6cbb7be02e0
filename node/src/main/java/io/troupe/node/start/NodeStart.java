package io.troupe.node.start;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.troupe.cluster.ClusterRuntime;
import io.troupe.cluster.ClusterSettings;
import io.troupe.gateway.GatewayServer;
import io.troupe.gateway.GatewaySettings;
import io.troupe.gateway.NodeFacts;
import io.troupe.gateway.TokenFile;
import io.troupe.node.agent.AgentSettings;
import io.troupe.node.agent.Machine;
import io.troupe.node.agent.NodeAgent;
import io.troupe.node.agent.NodeInstanceAccess;
import io.troupe.node.settings.NodeSettings;
import io.troupe.persistence.directory.DataDirectoryInUseException;
import io.troupe.persistence.directory.DataDirectoryLock;
import io.troupe.persistence.embedded.EmbeddedCassandraException;
import io.troupe.persistence.history.JournalHistory;
import io.troupe.persistence.journal.CassandraUnavailableException;
import io.troupe.protocol.identity.NodeId;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Starts all parts of a node, each after what it needs, and tells how it goes. What was started is stopped again if a later part fails. */
public final class NodeStart {
    private static final String SYSTEM = "troupe";
    private static final long READY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration READY_NOTICE = Duration.ofSeconds(15);

    private final NodeSettings settings;
    private final StartProgress progress;
    private final RunningNode.Parts parts = new RunningNode.Parts();

    private NodeStart(NodeSettings settings, StartProgress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Returns once the node answers for the cluster. */
    public static RunningNode start(NodeSettings settings, StartProgress progress)
            throws StartException, InterruptedException {
        var start = new NodeStart(settings, progress);
        try {
            return start.all();
        } catch (StartException | InterruptedException | RuntimeException e) {
            new RunningNode(start.parts, false).stop();
            throw e;
        }
    }

    private RunningNode all() throws StartException, InterruptedException {
        var data = settings.dataDirectory();
        lock(data);
        try {
            var version = version();
            progress.say("Troupe " + version + ", data in " + data);
            requireFreePort();
            var node = NodeIdentity.of(
                    data, () -> "node-" + UUID.randomUUID().toString().substring(0, 8));
            var token = TokenFile.readOrMake(data);
            parts.engines = EngineChoice.open(settings, node);
            parts.journal = Journal.open(settings, progress);
            var runtime = actors(node, version);
            gateway(runtime, node, version, token);
            awaitReady(runtime);
            new StartSummary(settings, url())
                    .lines(Machine.describe(lent(), node, version, parts.engines()), progress.totalMillis())
                    .forEach(progress::say);
            return new RunningNode(parts, settings.stopContainers());
        } catch (EmbeddedCassandraException | CassandraUnavailableException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartException("the data directory " + data + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void lock(Path data) throws StartException {
        try {
            parts.lock = DataDirectoryLock.acquire(data);
        } catch (DataDirectoryInUseException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StartException("the data directory " + data + " cannot be used: " + e, e);
        }
    }

    private ClusterRuntime actors(NodeId node, String version) {
        progress.doing("starting the control plane");
        var journal = parts.journal();
        var system = ActorSystem.create(
                Behaviors.<Void>empty(),
                SYSTEM,
                ActorSystemSetup.create(
                        BootstrapSetup.create(ActorConfig.of(settings, journal.settings())),
                        journal.connection().setup()));
        parts.system = system;
        var clock = InstantSource.system();
        var runtime = ClusterRuntime.start(
                system,
                ClusterSettings.of(settings.http().getHostString() + ":"
                                + settings.http().getPort())
                        .withSeeds(settings.seeds().stream()
                                .map(seed -> "akka://" + SYSTEM + "@" + seed.getHostString() + ":" + seed.getPort())
                                .toList()),
                journal.connection().roster(),
                journal.connection().feed(),
                JournalHistory.onCassandra(system),
                journal.watch(),
                clock,
                () -> UUID.randomUUID().toString());
        runtime.registerAgent(
                node,
                system.systemActorOf(
                        NodeAgent.create(lent(), node, version, parts.engines(), runtime.switchboard()),
                        "agent",
                        Props.empty()));
        progress.done("control plane started");
        return runtime;
    }

    private AgentSettings lent() {
        return new AgentSettings(settings.dataDirectory(), settings.host(), settings.capacity());
    }

    private void gateway(ClusterRuntime runtime, NodeId node, String version, String token)
            throws StartException, InterruptedException, IOException {
        var http = settings.http();
        var loopback = InetAddress.getByName(http.getHostString()).isLoopbackAddress();
        var shown = settings.shown().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().value()));
        try {
            parts.gateway = GatewayServer.start(
                            parts.system(),
                            new GatewaySettings(
                                    http.getHostString(),
                                    http.getPort(),
                                    settings.httpHosts(),
                                    loopback ? null : token,
                                    GatewaySettings.BODY_BYTES_MAX_DEFAULT),
                            runtime.controlPlane(),
                            new NodeInstanceAccess(node, parts.engines()),
                            new NodeFacts(node.value(), version, shown),
                            new LogbackLevels())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw notListening(e.getCause() == null ? e : e.getCause());
        }
        var file = settings.dataDirectory().resolve("api");
        var written = Files.writeString(file.resolveSibling("api.new"), url() + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        parts.apiFile = file;
        progress.done("API listens on " + url());
    }

    /** The first thing a start can fail by should fail first, before Cassandra has been started for nothing. */
    private void requireFreePort() throws StartException {
        var http = settings.http();
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(http.getHostString(), http.getPort()));
        } catch (IOException e) {
            throw notListening(e);
        }
    }

    private StartException notListening(Throwable cause) {
        var used = cause instanceof BindException || cause.getCause() instanceof BindException;
        return new StartException(
                "the API cannot listen on " + settings.http().getHostString() + ":"
                        + settings.http().getPort() + ": "
                        + (used
                                ? "another program uses that port, or the address is not this machine's;"
                                        + " --http-port and --http-address name others"
                                : cause.getMessage()),
                cause);
    }

    private String url() {
        var address = parts.gateway().address();
        var host = address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void awaitReady(ClusterRuntime runtime) throws InterruptedException {
        var notice = System.nanoTime() + READY_NOTICE.toNanos();
        var readiness = runtime.controlPlane().readiness();
        while (!readiness.ready()) {
            progress.doing(readiness.waitingFor());
            if (System.nanoTime() > notice) {
                progress.say("  still waiting: " + readiness.waitingFor());
                notice = System.nanoTime() + READY_NOTICE.toNanos();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(READY_POLL_NANOS);
            readiness = runtime.controlPlane().readiness();
        }
        progress.done("everything that lives is recovered");
    }

    private static String version() {
        var version = NodeStart.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }
}

package io.troupe.persistence.embedded;

import io.troupe.persistence.embedded.EmbeddedCassandraException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the ports at the first start and remembers them in a file.
 *
 * <p>They lie below the range from which systems take ports for outgoing connections, so that such a connection is not in the way of a
 * later start.
 */
final class PortChoice {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 29_999;
    private static final int TRIES_MAX = 200;

    private final Path file;

    PortChoice(Path directory) {
        this.file = directory.resolve("ports.properties");
    }

    Optional<CassandraPorts> remembered() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var text = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            text.load(reader);
        }
        try {
            return Optional.of(new CassandraPorts(
                    Integer.parseInt(text.getProperty("cql", "")), Integer.parseInt(text.getProperty("storage", ""))));
        } catch (NumberFormatException cutShort) {
            return Optional.empty();
        }
    }

    /**
     * The ports to start with: those of last time if they are free, with the asked-for one if it is not 0.
     *
     * @throws EmbeddedCassandraException if the asked-for port is taken
     */
    CassandraPorts choose(int asked) throws IOException, EmbeddedCassandraException {
        if (asked != 0 && !isFree(asked)) {
            throw new EmbeddedCassandraException(
                    Kind.PORT_TAKEN,
                    "port " + asked + " on 127.0.0.1, where Cassandra is to listen, is taken by another process;"
                            + " stop that one or choose another port");
        }
        var last = remembered();
        var cql = asked != 0
                ? asked
                : last.map(CassandraPorts::cql).filter(PortChoice::isFree).orElseGet(() -> free(0));
        var storage = last.map(CassandraPorts::storage)
                .filter(port -> port != cql && isFree(port))
                .orElseGet(() -> free(cql));
        var ports = new CassandraPorts(cql, storage);
        Files.writeString(file, "cql=%d%nstorage=%d%n".formatted(ports.cql(), ports.storage()));
        return ports;
    }

    private static int free(int except) {
        for (var tries = 0; tries < TRIES_MAX; tries++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (port != except && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

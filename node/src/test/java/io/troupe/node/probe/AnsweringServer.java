package io.troupe.node.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Does the same with each connection. */
final class AnsweringServer implements AutoCloseable {
    /** What is done with a connection. */
    interface Manner {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Thread acceptor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    AnsweringServer(Manner manner) throws IOException {
        this(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()), manner);
    }

    AnsweringServer(ServerSocket server, Manner manner) {
        this.server = server;
        acceptor = Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    connections.incrementAndGet();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket, manner));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** Reads a request and answers with that text. */
    static AnsweringServer saying(String answer) throws IOException {
        return new AnsweringServer(socket -> {
            var in = socket.getInputStream();
            var last = 0;
            while (last != 0x0D0A0D0A) {
                last = last << 8 | in.read();
            }
            socket.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
    }

    private void serve(Socket socket, Manner manner) {
        try (socket) {
            manner.serve(socket);
        } catch (IOException e) {
            // The caller has gone, which is the caller's matter.
            return;
        } finally {
            open.remove(socket);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            server.close();
            // The port is free only once nobody waits on it any more.
            acceptor.join();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

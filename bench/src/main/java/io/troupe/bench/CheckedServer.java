package io.troupe.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What is checked: one thread that answers "200" on some ports as cheaply as can be, and counts. */
final class CheckedServer implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 4_096;

    private final Selector selector = Selector.open();
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final AtomicLong tries = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocate(4_096);

    CheckedServer(int ports) throws IOException {
        for (var number = 0; number < ports; number++) {
            var server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            servers.add(server);
        }
        Thread.ofPlatform().daemon().name("checked").start(this::serve);
    }

    int port(int index) throws IOException {
        return ((InetSocketAddress) servers.get(index).getLocalAddress()).getPort();
    }

    /** Connections taken so far. */
    long tries() {
        return tries.get();
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::take);
            }
        } catch (IOException e) {
            throw new AssertionError("the checked server ended", e);
        }
    }

    private void take(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                for (var channel = server.accept(); channel != null; channel = server.accept()) {
                    tries.incrementAndGet();
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ);
                }
            } else if (key.channel() instanceof SocketChannel channel) {
                answer(channel);
            }
        } catch (IOException e) {
            drop(key);
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        try (channel) {
            if (channel.read(buffer.clear()) > 0) {
                channel.write(ByteBuffer.wrap(ANSWER));
            }
        }
    }

    private static void drop(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new AssertionError("a socket that cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        for (var server : servers) {
            server.close();
        }
    }
}

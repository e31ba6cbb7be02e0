package io.troupe.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Listens to events with a thread of its own, counts them, and holds each id against the one before. */
final class EventClient implements AutoCloseable {
    private static final int SMALL_BUFFER_BYTES = 4096;
    private static final int LINE_BYTES_MAX = 64;

    private static final byte[] SUCCESS = "event: deployment_success".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket = new Socket();
    private final long pauseNanos;
    private volatile long events;
    private final AtomicInteger successes = new AtomicInteger();
    private long heard;
    private volatile boolean began;
    private long bytes;
    private volatile long heardNanos;
    private String last = "";
    private volatile String fault = "";

    /** @param pauseNanos after each kilobyte; 0 for a client that reads as fast as it can */
    private EventClient(String url, long pauseNanos) throws IOException {
        this.pauseNanos = pauseNanos;
        var address = URI.create(url);
        if (pauseNanos > 0) {
            socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
        }
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.getOutputStream()
                .write("GET /v2/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
    }

    static EventClient open(String url, long pauseNanos) throws IOException {
        var client = new EventClient(url, pauseNanos);
        Thread.ofVirtual().start(client::read);
        return client;
    }

    /** How many it heard till the last success. */
    long events() {
        return events;
    }

    /** Whether the server has answered. */
    boolean began() {
        return began;
    }

    /** When it heard of the last success. */
    long heardNanos() {
        return heardNanos;
    }

    /** What was wrong with the ids; empty if nothing. */
    String fault() {
        return fault;
    }

    private void read() {
        try (var in = new BufferedInputStream(socket.getInputStream(), 1024)) {
            var line = new byte[LINE_BYTES_MAX];
            for (int length = line(in, line); length >= 0; length = line(in, line)) {
                if (length == SUCCESS.length && Arrays.equals(line, 0, length, SUCCESS, 0, length)) {
                    events = heard;
                    heardNanos = System.nanoTime();
                    successes.incrementAndGet();
                } else if (length > 4 && line[0] == 'i' && line[1] == 'd' && line[2] == ':') {
                    heard(new String(line, 4, Math.min(length, LINE_BYTES_MAX) - 4, StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            if (!socket.isClosed()) {
                fault = "cut off: " + closed.getMessage();
            }
        }
    }

    /** The length of the next line, of which only the beginning is kept; -1 at the end. */
    private int line(InputStream in, byte[] line) throws IOException {
        int length = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            began = true;
            if (pauseNanos > 0 && ++bytes % 1024 == 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            if (next == '\n') {
                return length > 0 && length <= LINE_BYTES_MAX && line[length - 1] == '\r' ? length - 1 : length;
            }
            if (length < LINE_BYTES_MAX) {
                line[length] = (byte) next;
            }
            length++;
        }
        return -1;
    }

    private void heard(String id) {
        var point = id.indexOf('.');
        var number = Long.parseLong(id.substring(0, point));
        var index = Integer.parseInt(id.substring(point + 1));
        var before = last;
        if (!before.isEmpty()) {
            var pointBefore = before.indexOf('.');
            var numberBefore = Long.parseLong(before.substring(0, pointBefore));
            var follows = number == numberBefore
                    ? index == Integer.parseInt(before.substring(pointBefore + 1)) + 1
                    : number > numberBefore && index == 0;
            if (!follows) {
                fault = id + " after " + before;
            }
        }
        heard++;
        last = id;
    }

    /** Waits until so many deployments were told to have succeeded. */
    void await(int deployments) throws IOException {
        Wait.until(deployments + " deployments are heard of", TimeUnit.MILLISECONDS.toNanos(10), () -> {
            if (!fault.isEmpty()) {
                throw new IllegalStateException(fault);
            }
            return successes.get() >= deployments;
        });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package io.troupe.node.probe;

import io.troupe.cluster.check.ProbeAnswer;
import io.troupe.protocol.health.Probe;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Asks by HTTP/1.1 over a connection of its own, and reads no more of the answer than it needs. */
final class HttpCall implements ProbeCall {
    /** So long the rest of an answer may take that is read only so that the server does not find its connection cut. */
    private static final int REST_MILLIS_MAX = 100;

    private static final int REST_MAX = 4 * 1_024;
    private static final int ANSWER_MAX = 32 * 1_024;

    private final Probe.Http probe;
    private final ProbeTarget target;
    private final Duration timeout;
    private final boolean keepsResponse;
    private final Wheel wheel;
    private final byte[] request;

    HttpCall(Probe.Http probe, ProbeTarget target, Duration timeout, boolean keepsResponse, Wheel wheel) {
        this.probe = probe;
        this.target = target;
        this.timeout = timeout;
        this.keepsResponse = keepsResponse;
        this.wheel = wheel;
        request = ("GET " + probe.path() + " HTTP/1.1\r\nHost: " + target.authority()
                        + "\r\nUser-Agent: Troupe-check\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ProbeAnswer call() throws IOException {
        var deadline = System.nanoTime() + timeout.toNanos();
        try (var plain = target.connect(timeout);
                var socket = probe.secure() ? Tls.over(plain, target, timeout, wheel) : plain) {
            socket.getOutputStream().write(request);
            return answer(socket, deadline);
        }
    }

    private ProbeAnswer answer(Socket socket, long deadline) throws IOException {
        var buffer = new byte[keepsResponse ? ANSWER_MAX : REST_MAX];
        var length = 0;
        var end = -1;
        while (end < 0) {
            var read = read(socket, buffer, length, deadline);
            if (read < 0 || length + read == buffer.length) {
                return ProbeAnswer.failed(null, "no HTTP answer");
            }
            length += read;
            end = lineEnd(buffer, length);
        }
        var status = status(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
        if (status < 0) {
            return ProbeAnswer.failed(null, "no HTTP answer");
        }
        if (keepsResponse) {
            length = readAll(socket, buffer, length, deadline);
            var response = HttpAnswer.read(status, Arrays.copyOf(buffer, length));
            return verdict(status).withResponse(response);
        }
        readRest(socket, buffer, length, deadline);
        return verdict(status);
    }

    private ProbeAnswer verdict(int status) {
        if (probe.accepts(status)) {
            return ProbeAnswer.passed(status);
        }
        var interim = status >= 100 && status < 200;
        return probe.ignoresInterim() && interim
                ? new ProbeAnswer(ProbeAnswer.Verdict.IGNORED, status, "", null)
                : ProbeAnswer.failed(status, "HTTP " + status);
    }

    private static int read(Socket socket, byte[] buffer, int length, long deadline) throws IOException {
        var millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        return socket.getInputStream().read(buffer, length, buffer.length - length);
    }

    private static int readAll(Socket socket, byte[] buffer, int begun, long deadline) throws IOException {
        var length = begun;
        try {
            while (length < buffer.length) {
                var read = read(socket, buffer, length, deadline);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (SocketTimeoutException e) {
            // The status counts; what has come of the rest is shown.
            return length;
        }
        return length;
    }

    private static void readRest(Socket socket, byte[] buffer, int begun, long deadline) {
        var until = Math.min(deadline, System.nanoTime() + REST_MILLIS_MAX * 1_000_000L);
        try {
            var _ = readAll(socket, buffer, begun, until);
        } catch (IOException e) {
            // The verdict is known; how the server ends its answer does not matter.
            return;
        }
    }

    private static int lineEnd(byte[] buffer, int length) {
        for (var index = 0; index < length; index++) {
            if (buffer[index] == '\n') {
                return index;
            }
        }
        return -1;
    }

    private static int status(String line) {
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            return -1;
        }
        var digits = line.substring(9, 12);
        return digits.chars().allMatch(Character::isDigit) ? Integer.parseInt(digits) : -1;
    }
}

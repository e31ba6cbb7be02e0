package io.troupe.node.probe;

import io.troupe.cluster.check.ProbeAnswer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a gRPC server for its health: one call of {@code grpc.health.v1.Health/Check} over HTTP/2 without TLS. A single call with a tiny answer needs
 * so little of HTTP/2 (RFC 9113) that it is written out here: no header of the answer has to be understood, since the answer is in its body.
 */
record GrpcCall(ProbeTarget target, String service, Duration timeout, Wheel wheel) implements ProbeCall {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int ACKNOWLEDGE = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int FRAME_MAX = 64 * 1_024;
    private static final int FRAMES_MAX = 100;
    private static final int MESSAGE_HEAD = 5;
    private static final int SERVING = 1;

    @Override
    public ProbeAnswer call() throws IOException {
        try (var socket = target.connect(timeout)) {
            wheel.closeAfter(timeout, socket);
            socket.getOutputStream().write(request());
            return answer(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (EOFException e) {
            return ProbeAnswer.failed(null, "no gRPC answer");
        }
    }

    private byte[] request() throws IOException {
        var all = new ByteArrayOutputStream();
        all.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        frame(all, SETTINGS, 0, 0, new byte[0]);
        var headers = new ByteArrayOutputStream();
        headers.write(0x83);
        headers.write(0x86);
        headers.write(0x04);
        text(headers, "/grpc.health.v1.Health/Check");
        headers.write(0x01);
        text(headers, target.authority());
        headers.write(0x00);
        text(headers, "content-type");
        text(headers, "application/grpc");
        headers.write(0x00);
        text(headers, "te");
        text(headers, "trailers");
        frame(all, HEADERS, END_HEADERS, 1, headers.toByteArray());
        frame(all, DATA, END_STREAM, 1, message());
        return all.toByteArray();
    }

    private byte[] message() throws IOException {
        var name = service.getBytes(StandardCharsets.UTF_8);
        var field = new ByteArrayOutputStream();
        if (name.length > 0) {
            field.write(0x0A);
            number(field, name.length, 7, true);
            field.write(name);
        }
        var message = new ByteArrayOutputStream();
        message.write(0);
        for (var shift = 24; shift >= 0; shift -= 8) {
            message.write(field.size() >>> shift);
        }
        field.writeTo(message);
        return message.toByteArray();
    }

    private static void text(ByteArrayOutputStream to, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        number(to, bytes.length, 7, false);
        to.write(bytes);
    }

    /** A length as HPACK writes it (prefix, then groups of seven bits), or as Protocol Buffers do (groups alone). */
    private static void number(ByteArrayOutputStream to, int value, int prefix, boolean groupsAlone) {
        var limit = (1 << prefix) - 1;
        var rest = value;
        if (!groupsAlone) {
            if (value < limit) {
                to.write(value);
                return;
            }
            to.write(limit);
            rest = value - limit;
        }
        while (rest >= 128) {
            to.write(rest % 128 + 128);
            rest /= 128;
        }
        to.write(rest);
    }

    private static void frame(OutputStream to, int type, int flags, int stream, byte[] payload) throws IOException {
        to.write(new byte[] {
            (byte) (payload.length >>> 16),
            (byte) (payload.length >>> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            0,
            0,
            0,
            (byte) stream
        });
        to.write(payload);
    }

    private ProbeAnswer answer(DataInputStream in, OutputStream out) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var frames = 0; frames < FRAMES_MAX; frames++) {
            var head = in.readInt();
            var length = head >>> 8;
            var type = head & 0xFF;
            var flags = in.readUnsignedByte();
            var stream = in.readInt();
            if (length > FRAME_MAX) {
                return ProbeAnswer.failed(null, "no gRPC answer");
            }
            var payload = in.readNBytes(length);
            switch (type) {
                case SETTINGS -> {
                    if ((flags & ACKNOWLEDGE) == 0) {
                        frame(out, SETTINGS, ACKNOWLEDGE, 0, new byte[0]);
                    }
                }
                case PING -> frame(out, PING, ACKNOWLEDGE, 0, payload);
                case RESET, GO_AWAY -> {
                    return ProbeAnswer.failed(null, "the server broke the call off");
                }
                case DATA -> body.write(unpadded(payload, flags));
                default -> {}
            }
            var ours = stream == 1 && (type == DATA || type == HEADERS);
            if (ours && (flags & END_STREAM) != 0) {
                break;
            }
        }
        return verdict(body.toByteArray());
    }

    private static byte[] unpadded(byte[] payload, int flags) {
        if ((flags & 0x8) == 0 || payload.length == 0) {
            return payload;
        }
        var end = Math.max(1, payload.length - (payload[0] & 0xFF));
        return java.util.Arrays.copyOfRange(payload, 1, end);
    }

    private static ProbeAnswer verdict(byte[] body) {
        if (body.length < MESSAGE_HEAD) {
            return ProbeAnswer.failed(null, "the server has no health service, or does not know this one");
        }
        var status = body.length >= MESSAGE_HEAD + 2 && body[MESSAGE_HEAD] == 0x08 ? body[MESSAGE_HEAD + 1] : 0;
        return status == SERVING
                ? ProbeAnswer.passed((int) status)
                : ProbeAnswer.failed((int) status, "the server says " + word(status));
    }

    private static String word(int status) {
        return switch (status) {
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> "UNKNOWN";
        };
    }
}

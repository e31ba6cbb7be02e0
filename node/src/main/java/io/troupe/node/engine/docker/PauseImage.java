package io.troupe.node.engine.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/**
 * The image of the container that holds the network of others: one program of a few bytes that sleeps until it is killed. It is written down here and
 * handed to the engine, so that no registry has to be asked for it; an engine that lost it is given it again.
 */
final class PauseImage {
    static final String REPOSITORY = "troupe/pause";
    static final String TAG = "1";
    static final String REFERENCE = REPOSITORY + ":" + TAG;
    static final String PROGRAM = "/pause";

    private static final int TAR_BLOCK_BYTES = 512;
    private static final long LOADED_AT = 0x400000;
    private static final int ELF_HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final short EXECUTABLE = 2;
    private static final int LOAD = 1;
    private static final int READ_AND_EXECUTE = 5;
    private static final long PAGE_BYTES = 0x1000;

    private PauseImage() {}

    /** Makes the image if it is missing. One at a time, or each would leave one behind without a name. */
    static void ensure(DockerClients clients, Lock turn) {
        turn.lock();
        try {
            ensure(clients);
        } finally {
            turn.unlock();
        }
    }

    private static void ensure(DockerClients clients) {
        var present = clients.look(client -> {
            try {
                client.inspectImageCmd(REFERENCE).exec();
                return true;
            } catch (NotFoundException e) {
                return false;
            }
        });
        if (!present) {
            var architecture = clients.look(client -> client.versionCmd().exec().getArch());
            var path = "/images/create?fromSrc=-&repo=" + REPOSITORY + "&tag=" + TAG;
            try (var answer =
                    clients.stream(clients.times().change(), "POST", path, Map.of(), archive(program(architecture)))) {
                answer.body().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new EngineException(
                        EngineException.Kind.UNAVAILABLE, "the Docker engine went away while it got " + REFERENCE, e);
            }
        }
    }

    /** A Linux program that asks for nothing but to be woken by a signal, over and over. */
    static byte[] program(String architecture) {
        return switch (architecture) {
            // pause(), again.
            case "amd64" -> program((short) 62, bytes(0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7));
            // ppoll() of nothing without end, again.
            case "arm64" ->
                program(
                        (short) 183,
                        words(0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800928, 0xd4000001, 0x17fffffa));
            default ->
                throw new EngineException(
                        EngineException.Kind.REFUSED_BY_ENGINE,
                        "containers cannot share a network on a Docker engine for " + architecture
                                + ": only amd64 and arm64 are known");
        };
    }

    private static byte[] program(short machine, byte[] code) {
        int headers = ELF_HEADER_BYTES + PROGRAM_HEADER_BYTES;
        int whole = headers + code.length;
        return ByteBuffer.allocate(whole)
                .order(ByteOrder.LITTLE_ENDIAN)
                // 64 bits, little endian, version 1.
                .put(bytes(0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .putShort(EXECUTABLE)
                .putShort(machine)
                .putInt(1)
                .putLong(LOADED_AT + headers)
                .putLong(ELF_HEADER_BYTES)
                .putLong(0)
                .putInt(0)
                .putShort((short) ELF_HEADER_BYTES)
                .putShort((short) PROGRAM_HEADER_BYTES)
                .putShort((short) 1)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(LOAD)
                .putInt(READ_AND_EXECUTE)
                .putLong(0)
                .putLong(LOADED_AT)
                .putLong(LOADED_AT)
                .putLong(whole)
                .putLong(whole)
                .putLong(PAGE_BYTES)
                .put(code)
                .array();
    }

    /** A tar archive with the program alone. */
    private static byte[] archive(byte[] program) {
        var header = ByteBuffer.allocate(TAR_BLOCK_BYTES);
        header.put(0, ascii(PROGRAM.substring(1)));
        header.put(100, ascii("0000755"));
        header.put(108, ascii("0000000"));
        header.put(116, ascii("0000000"));
        header.put(124, ascii("%011o".formatted(program.length)));
        header.put(136, ascii("00000000000"));
        header.put(148, ascii("        "));
        header.put(156, ascii("0"));
        header.put(257, ascii("ustar"));
        header.put(263, ascii("00"));
        int sum = 0;
        for (byte one : header.array()) {
            sum += one;
        }
        header.put(148, ascii("%06o".formatted(sum)));
        header.put(154, (byte) 0);
        int content = (program.length + TAR_BLOCK_BYTES - 1) / TAR_BLOCK_BYTES * TAR_BLOCK_BYTES;
        // Two blocks of nothing end an archive.
        return ByteBuffer.allocate(TAR_BLOCK_BYTES + content + 2 * TAR_BLOCK_BYTES)
                .put(header.array())
                .put(program)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    private static byte[] words(int... values) {
        var buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }
}

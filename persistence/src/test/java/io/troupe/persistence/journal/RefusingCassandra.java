package io.troupe.persistence.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks as much of CQL's protocol as it takes to ask for a password and to refuse it. */
final class RefusingCassandra implements AutoCloseable {
    private static final int VERSION = 4;
    private static final int ANSWER = 0x80;
    private static final int ERROR = 0x00;
    private static final int STARTUP = 0x01;
    private static final int AUTHENTICATE = 0x03;
    private static final int OPTIONS = 0x05;
    private static final int SUPPORTED = 0x06;
    private static final int PROTOCOL_ERROR = 0x000A;
    private static final int BAD_CREDENTIALS = 0x0100;

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    RefusingCassandra() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(Socket socket) {
        try (socket;
                var requests = new DataInputStream(socket.getInputStream());
                var answers = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                var version = requests.readUnsignedByte();
                requests.readUnsignedByte();
                var stream = requests.readShort();
                var operation = requests.readUnsignedByte();
                requests.skipNBytes(requests.readInt());
                if (version > VERSION) {
                    answer(
                            answers,
                            stream,
                            ERROR,
                            error(PROTOCOL_ERROR, "Invalid or unsupported protocol version (5)"));
                } else if (operation == OPTIONS) {
                    answer(answers, stream, SUPPORTED, new byte[2]);
                } else if (operation == STARTUP) {
                    answer(answers, stream, AUTHENTICATE, text("org.apache.cassandra.auth.PasswordAuthenticator"));
                } else {
                    answer(
                            answers,
                            stream,
                            ERROR,
                            error(BAD_CREDENTIALS, "Provided username and/or password are incorrect"));
                }
            }
        } catch (IOException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(DataOutputStream answers, int stream, int operation, byte[] body) throws IOException {
        answers.writeByte(ANSWER | VERSION);
        answers.writeByte(0);
        answers.writeShort(stream);
        answers.writeByte(operation);
        answers.writeInt(body.length);
        answers.write(body);
        answers.flush();
    }

    private static byte[] error(int code, String message) throws IOException {
        var body = new ByteArrayOutputStream();
        var data = new DataOutputStream(body);
        data.writeInt(code);
        data.write(text(message));
        return body.toByteArray();
    }

    private static byte[] text(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        var data = new DataOutputStream(body);
        data.writeShort(bytes.length);
        data.write(bytes);
        return body.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package io.troupe.persistence.embedded;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Just enough of the CQL binary protocol (version 4) to see whether Cassandra answers, without the weight of a driver.
 *
 * @see <a href="https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec">the protocol's specification</a>
 */
final class CqlConnection implements AutoCloseable {
    private static final int VERSION = 4;
    private static final int ERROR = 0x00;
    private static final int STARTUP = 0x01;
    private static final int OPTIONS = 0x05;
    private static final int QUERY = 0x07;
    private static final int CONSISTENCY_ONE = 1;
    private static final int BODY_BYTES_MAX = 1 << 20;

    private final Socket socket;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    private CqlConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.requests = new DataOutputStream(socket.getOutputStream());
        this.answers = new DataInputStream(socket.getInputStream());
    }

    static CqlConnection open(int port, int timeoutMillis) throws IOException {
        var socket = new Socket();
        try {
            socket.setSoTimeout(timeoutMillis);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
            return new CqlConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether a Cassandra answers at this port within the time. */
    static boolean answers(int port, int timeoutMillis) {
        try (var connection = open(port, timeoutMillis)) {
            connection.ask(OPTIONS, new byte[0]);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }

    /** Must come before the first query. */
    void greet() throws IOException {
        var key = "CQL_VERSION".getBytes(StandardCharsets.UTF_8);
        var value = "3.0.0".getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        try (var map = new DataOutputStream(body)) {
            map.writeShort(1);
            map.writeShort(key.length);
            map.write(key);
            map.writeShort(value.length);
            map.write(value);
        }
        ask(STARTUP, body.toByteArray());
    }

    /** Runs a statement; gives its answer undecoded, as text in which the values of rows can be searched for. */
    String run(String statement) throws IOException {
        var text = statement.getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        try (var query = new DataOutputStream(body)) {
            query.writeInt(text.length);
            query.write(text);
            query.writeShort(CONSISTENCY_ONE);
            query.writeByte(0);
        }
        return ask(QUERY, body.toByteArray());
    }

    private String ask(int operation, byte[] body) throws IOException {
        requests.writeByte(VERSION);
        requests.writeByte(0);
        requests.writeShort(0);
        requests.writeByte(operation);
        requests.writeInt(body.length);
        requests.write(body);
        requests.flush();
        answers.readInt();
        var answer = answers.readUnsignedByte();
        var length = answers.readInt();
        if (length < 0 || length > BODY_BYTES_MAX) {
            throw new IOException("an answer of " + length + " bytes is no answer of Cassandra");
        }
        var content = answers.readNBytes(length);
        if (answer == ERROR) {
            throw new IOException("Cassandra refuses: " + new String(content, StandardCharsets.UTF_8));
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

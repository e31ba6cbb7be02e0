package io.troupe.cli.http;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One TCP connection for one request and its answer. */
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS_MAX = 5_000;
    private static final int HEADER_LINES_MAX = 200;
    private static final int LINE_BYTES_MAX = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The status and headers of an answer, before its body. */
    record Head(int status, Map<String, String> headers) {
        String header(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, "");
        }
    }

    static Connection open(ServerAddress address) {
        // Without asking for proxies: that alone takes milliseconds, and a node is spoken to directly.
        var socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS_MAX);
            socket.setTcpNoDelay(true);
            return new Connection(address.secure() ? secured(socket, address) : socket);
        } catch (UnknownHostException e) {
            throw new Failure(ExitCode.UNREACHABLE, "The name " + address.host() + " is not known; check --url.");
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "No server answers at " + address + " (" + e.getMessage()
                            + "). Is a node running? Start one with: bin/troupe up");
        }
    }

    private static Socket secured(Socket plain, ServerAddress address) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** How long a read may wait; 0 is for ever. */
    void readMillisMax(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void send(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        var text =
                new StringBuilder(256).append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        for (var header : headers.entrySet()) {
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (body.length > 0 || !(method.equals("GET") || method.equals("DELETE"))) {
            text.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        var whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        out.write(whole);
        out.flush();
    }

    Head head() throws IOException {
        var status = readLine(in);
        var words = status.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("the answer is not HTTP");
        }
        var headers = new LinkedHashMap<String, String>();
        for (var line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            var colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= HEADER_LINES_MAX) {
                throw new IOException("the answer's headers cannot be read");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(words[1]), headers);
    }

    InputStream body(Head head) {
        if (head.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return new ChunkedInput(in);
        }
        var length = head.header("content-length");
        if (!length.isEmpty()) {
            return new BoundedInput(in, Long.parseLong(length));
        }
        return head.status() == 204 || head.status() == 304 ? InputStream.nullInputStream() : in;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended in the middle of the answer");
            }
            if (line.length() >= LINE_BYTES_MAX) {
                throw new IOException("a line of the answer is too long");
            }
            line.append((char) next);
        }
        var end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** The same trouble in plain words. */
    static Failure broken(ServerAddress address, IOException e) {
        var what = e instanceof SocketTimeoutException
                ? "The server at " + address + " did not answer in time"
                : "The connection to " + address + " broke (" + e.getMessage() + ")";
        return new Failure(ExitCode.UNREACHABLE, what + "; try again, or look at the node's log.");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is gone either way, and all that was wanted of it was read.
        }
    }
}

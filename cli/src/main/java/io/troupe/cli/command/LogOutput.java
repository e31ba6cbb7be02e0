package io.troupe.cli.command;

import io.troupe.cli.http.Paths;
import io.troupe.cli.http.Server;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes the output of instances to the streams of the same name, whole lines at a time where several are mixed. */
final class LogOutput {
    private static final String FRAMES = "application/vnd.troupe.log-frames";
    private static final int ERROR = 2;
    private static final int FRAME_BYTES_MAX = 16 * 1024 * 1024;

    private final Session session;
    private final Server server;
    private final String query;
    private int sources;
    private String noted = "";

    LogOutput(Session session, Server server, String query) {
        this.session = session;
        this.server = server;
        this.query = query;
    }

    /** All of it, until it ends or, if it is followed, the container does. */
    void copy(String instance, String container, boolean prefixed) {
        var name = container.isEmpty() ? instance : instance + " " + container;
        int source;
        synchronized (this) {
            source = sources++;
        }
        var out = new Lines(session.out, prefixed ? session.paint().source(source, name + " | ") : "");
        var err = new Lines(session.err, prefixed ? session.errorPaint().source(source, name + " | ") : "");
        try (var frames = new DataInputStream(server.stream(
                "/v1/instances/" + Paths.escaped(instance) + "/logs" + query
                        + (container.isEmpty() ? "" : "&container=" + Paths.escaped(container)),
                FRAMES))) {
            while (true) {
                var stream = frames.read();
                if (stream < 0) {
                    break;
                }
                var length = frames.readInt();
                if (length < 0 || length > FRAME_BYTES_MAX) {
                    throw new IOException("it cannot be read");
                }
                var bytes = new byte[length];
                frames.readFully(bytes);
                (stream == ERROR ? err : out).write(bytes);
            }
        } catch (EOFException e) {
            note("The output of " + name + " broke off.");
        } catch (IOException e) {
            throw new Failure(ExitCode.UNREACHABLE, "The output of " + name + " broke off: " + e.getMessage());
        } catch (Failure e) {
            if (!prefixed) {
                throw e;
            }
            note(name + ": " + e.getMessage());
        } finally {
            out.end();
            err.end();
        }
    }

    /** Said once until it changes. */
    synchronized void note(String text) {
        if (!text.equals(noted)) {
            noted = text;
            session.err.println("troupe: " + text);
        }
    }

    /** One stream of one instance. */
    private final class Lines {
        private final PrintStream to;
        private final byte[] prefix;
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        Lines(PrintStream to, String prefix) {
            this.to = to;
            this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        }

        void write(byte[] bytes) {
            if (prefix.length == 0) {
                put(bytes, bytes.length);
                return;
            }
            for (var octet : bytes) {
                begun.write(octet);
                if (octet == '\n') {
                    line();
                }
            }
        }

        void end() {
            if (begun.size() > 0) {
                begun.write('\n');
                line();
            }
        }

        private void line() {
            var line = new ByteArrayOutputStream(prefix.length + begun.size());
            line.writeBytes(prefix);
            line.writeBytes(begun.toByteArray());
            begun.reset();
            put(line.toByteArray(), line.size());
        }

        private void put(byte[] bytes, int length) {
            synchronized (LogOutput.this) {
                to.write(bytes, 0, length);
                to.flush();
                if (to.checkError()) {
                    throw new Failure(ExitCode.FAILURE, "nobody reads the output any more");
                }
            }
        }
    }
}

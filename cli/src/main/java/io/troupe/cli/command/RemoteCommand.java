package io.troupe.cli.command;

import io.troupe.cli.http.WebSocket;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import io.troupe.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A command at the other end of a WebSocket: the first byte of each message is its channel. */
final class RemoteCommand {
    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;
    private static final int CONTROL = 3;
    private static final int PIECE_BYTES_MAX = 32 * 1024;

    private final Session session;
    private final WebSocket socket;

    RemoteCommand(Session session, WebSocket socket) {
        this.session = session;
        this.socket = socket;
    }

    /** Its exit code, once it has ended. */
    int run(boolean stdin, boolean tty) {
        Terminal.Raw raw = () -> {};
        var local = session.terminal();
        try {
            if (tty && local.shows()) {
                // In this order, lest a change in between is lost.
                local.onResize(this::tellSize);
                tellSize();
            }
            if (tty && stdin) {
                raw = local.raw();
            }
            if (stdin) {
                Thread.ofPlatform().daemon().name("troupe-input").start(this::passInput);
            }
            return passOutput();
        } catch (IOException e) {
            throw new Failure(ExitCode.UNREACHABLE, "The connection to the command broke: " + e.getMessage());
        } finally {
            raw.close();
        }
    }

    private void tellSize() {
        var size = session.terminal().size();
        try {
            socket.send(WebSocket.message(CONTROL, "{\"resize\": [" + size.columns() + ", " + size.rows() + "]}"));
        } catch (IOException gone) {
            // Whoever reads the output hears of it as well, and ends.
        }
    }

    private void passInput() {
        var piece = new byte[PIECE_BYTES_MAX];
        try {
            for (var length = session.in.read(piece); length >= 0; length = session.in.read(piece)) {
                socket.send(WebSocket.message(INPUT, piece, length));
            }
            socket.send(WebSocket.message(CONTROL, "{\"eof\": true}"));
        } catch (IOException gone) {
            // Whoever reads the output hears of it as well, and ends.
        }
    }

    private int passOutput() throws IOException {
        for (var message = socket.receive(); message.isPresent(); message = socket.receive()) {
            var bytes = message.get();
            if (bytes.length == 0) {
                continue;
            }
            switch (bytes[0]) {
                case OUTPUT -> {
                    session.out.write(bytes, 1, bytes.length - 1);
                    session.out.flush();
                }
                case ERROR -> {
                    session.err.write(bytes, 1, bytes.length - 1);
                    session.err.flush();
                }
                case CONTROL -> {
                    var said = JsonText.read(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
                    if (said.has("exitCode")) {
                        return said.path("exitCode").asInt();
                    }
                    throw new Failure(ExitCode.FAILURE, said.path("error").asText("the command could not be run"));
                }
                default -> {
                    // A channel of a later version.
                }
            }
        }
        throw new Failure(ExitCode.UNREACHABLE, "The connection to the command ended before the command did.");
    }
}

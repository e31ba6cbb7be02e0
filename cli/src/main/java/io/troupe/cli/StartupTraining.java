package io.troupe.cli;

import io.troupe.cli.terminal.HostTerminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs the everyday commands once against a server that answers the same to everybody, while the JVM writes down which
 * classes that takes. The build runs this, and the start-up cache it leaves behind is what later commands start from.
 */
public final class StartupTraining {
    private static final Map<String, String> ANSWERS = Map.of(
            "/v2/apps",
            """
            {"apps": [{"id": "/web", "instances": 2, "tasksRunning": 2, "cpus": 0.1, "mem": 32, "cmd": "sleep 9",
             "version": "2026-11-23T11:30:00.000Z"}]}""",
            "/v2/tasks",
            """
            {"tasks": [{"id": "web.instance-1._app.1", "appId": "/web", "state": "TASK_RUNNING", "host": "n1",
             "ports": [31000], "startedAt": "2026-11-23T11:30:00.000Z"}]}""",
            "/v2/deployments",
            "[]",
            "/v2/queue",
            "{\"queue\": []}",
            "/v1/nodes",
            "{\"nodes\": []}",
            "/v1/workloads/web/explain",
            "{\"workload\": \"/web\", \"instancesWanted\": 2, \"instancesRunning\": 2, \"nodes\": [], \"reasons\": []}");

    private StartupTraining() {}

    public static void main(String[] arguments) throws IOException {
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Thread.ofPlatform().daemon().start(() -> serve(socket));
            // As most do it: by the file that a node leaves in its data directory.
            var directory = Files.createTempDirectory("troupe");
            var api = Files.writeString(directory.resolve("api"), "http://127.0.0.1:" + socket.getLocalPort());
            var environment = new HashMap<>(System.getenv());
            environment.remove("TROUPE_URL");
            environment.put("TROUPE_DATA_DIR", directory.toString());
            for (var command : new String[] {
                "app list",
                "app list -o json",
                "app show web",
                "task list",
                "deployment list",
                "queue",
                "node list",
                "explain web",
                "app show nothing",
                "--help"
            }) {
                Main.run(environment, InputStream.nullInputStream(), out, out, new HostTerminal(), command.split(" "));
            }
            Files.delete(api);
            Files.delete(directory);
        }
    }

    private static void serve(ServerSocket server) {
        while (true) {
            try (var connection = server.accept()) {
                var in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
                var path = in.readLine().split(" ")[1];
                while (!in.readLine().isEmpty()) {
                    // Headers say nothing that changes the answer.
                }
                var found = ANSWERS.containsKey(path);
                var body = ANSWERS.getOrDefault(path, "{\"message\": \"There is nothing.\"}");
                var head = "HTTP/1.1 " + (found ? "200 OK" : "404 Not Found") + "\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n";
                connection.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(e);
            }
        }
    }
}

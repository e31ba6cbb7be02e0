package io.troupe.node;

import io.troupe.node.settings.NodeSettings;
import io.troupe.node.settings.SettingsReader;
import io.troupe.node.start.NodeStart;
import io.troupe.node.start.StartException;
import io.troupe.node.start.StartProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the build watches to make the node's start-up cache: a node starts on an empty directory, runs a process and what it takes for a container, and stops. All that it loads is in
 * the cache afterwards.
 */
public final class StartupTraining {
    private static final List<String> APPS = List.of("""
            {"id":"/training/process","cmd":"sleep 60","cpus":0.01,"mem":16,"instances":1,"portDefinitions":[]}""", """
            {"id":"/training/container","cmd":"sleep 60","cpus":0.01,"mem":16,"instances":1,
             "container":{"type":"DOCKER","docker":{"image":"training"}}}""");
    private static final long RUN_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private StartupTraining() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, StartException {
        var folder = Files.createTempDirectory("troupe-training");
        try {
            train(folder.resolve("data"));
        } finally {
            remove(folder);
        }
        System.exit(0);
    }

    private static void train(Path data) throws IOException, InterruptedException, StartException {
        System.setProperty("troupe.log.directory", data.resolve("logs").toString());
        System.setProperty("troupe.log.console", "OFF");
        Files.createDirectories(data);
        try (var engine = TrainingEngine.listen(data.resolveSibling("engine.sock"))) {
            train(
                    data,
                    SettingsReader.read(
                            List.of(
                                    "--data-dir=" + data,
                                    "--http-port=0",
                                    "--stop-containers",
                                    "--docker-host=" + engine.host()),
                            Map.of()));
        }
    }

    private static void train(Path data, NodeSettings settings)
            throws IOException, InterruptedException, StartException {
        var node = NodeStart.start(settings, new StartProgress(System.out, false));
        try (var http = HttpClient.newHttpClient()) {
            var url = Files.readString(data.resolve("api")).strip();
            for (var app : APPS) {
                ask(http, url + "/v2/apps", app);
            }
            awaitRunning(http, url + "/v2/apps/training/process");
            awaitRunning(http, url + "/v2/apps/training/container");
        } finally {
            node.stop();
        }
    }

    private static void awaitRunning(HttpClient http, String app) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + RUN_NANOS_MAX;
        while (!ask(http, app, null).contains("\"tasksRunning\":1")) {
            if (System.nanoTime() > deadline) {
                throw new IOException(app + " does not run");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static String ask(HttpClient http, String url, @Nullable String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json");
        return http.send(
                        (body == null ? request.GET() : request.POST(BodyPublishers.ofString(body))).build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package io.troupe.node.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A registry on loopback, where an engine needs no TLS to it. */
final class LocalRegistry implements AutoCloseable {
    static final String USER = "ann";
    static final String PASSWORD = "se:cret";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

    private final Path folder;
    private final Process process;
    private final int port;

    private LocalRegistry(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** For all, or only for {@link #USER}. */
    static LocalRegistry start(Path folder, boolean named) throws IOException, InterruptedException {
        var config = new StringBuilder("version: 0.1\nlog: {level: info}\n")
                .append("storage: {filesystem: {rootdirectory: ")
                .append(folder.resolve("data"))
                .append("}}\nhttp: {addr: '127.0.0.1:0'}\n");
        if (named) {
            var users = folder.resolve("users");
            run(users, "htpasswd", "-Bbn", USER, PASSWORD);
            config.append("auth: {htpasswd: {realm: test, path: ").append(users).append("}}\n");
        }
        var file = Files.writeString(folder.resolve("registry.yml"), config);
        var log = folder.resolve("registry.log");
        var process = new ProcessBuilder("docker-registry", "serve", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int port = await().atMost(START_TIMEOUT)
                .until(
                        () -> {
                            var found = LISTENING.matcher(Files.readString(log));
                            return found.find() ? Integer.parseInt(found.group(1)) : 0;
                        },
                        found -> found > 0);
        return new LocalRegistry(folder, process, port);
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** Makes a new image that says {@code word} and leaves it in the registry alone. Answers its reference. */
    String push(String name, String word) throws IOException, InterruptedException {
        var image = host() + "/" + name;
        var container = run(null, "docker", "create", DockerUnderTest.IMAGE, "true");
        run(null, "docker", "commit", "--change", "ENV WORD=" + word, container, image);
        run(null, "docker", "rm", container);
        run(null, "docker", "--config", login(PASSWORD).resolveSibling("").toString(), "push", "--quiet", image);
        run(null, "docker", "rmi", image);
        return image;
    }

    /** The same name for another image, while the engine keeps what it has under that name. */
    void pushElsewhere(String name, String word, String kept) throws IOException, InterruptedException {
        var aside = "troupe-test/aside-" + port;
        run(null, "docker", "tag", kept, aside);
        push(name, word);
        run(null, "docker", "tag", aside, kept);
        run(null, "docker", "rmi", aside);
    }

    /** A file as {@code docker login} leaves it. */
    Path login(String password) throws IOException {
        var pair = (USER + ":" + password).getBytes(StandardCharsets.UTF_8);
        var auth = Base64.getEncoder().encodeToString(pair);
        var file = Files.createDirectories(folder.resolve("login-" + password.hashCode()))
                .resolve("config.json");
        return Files.writeString(file, "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(host(), auth));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        // Also those that lost their name to a newer one.
        var remove = "docker images --quiet --filter reference='" + host() + "/*/*' | xargs -r docker rmi --force";
        new ProcessBuilder("sh", "-c", remove)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join();
    }

    private static String run(@Nullable Path output, String... command) throws IOException, InterruptedException {
        var file = output == null ? Files.createTempFile("command", ".out") : output;
        var process = new ProcessBuilder(command)
                .redirectOutput(file.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).describedAs(String.join(" ", command)).isZero();
        var text = Files.readString(file).strip();
        if (output == null) {
            Files.delete(file);
        }
        return text;
    }
}

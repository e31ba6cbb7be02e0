package io.troupe.node.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.protocol.workload.ArtifactSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactFetcherTest {
    private static final FetchSettings SETTINGS =
            new FetchSettings(100_000, 200_000, 20, 1_000, Duration.ofSeconds(5), Duration.ofMillis(500));

    private final ArtifactServer server = new ArtifactServer();

    @TempDir
    Path directory;

    private Path sandbox = Path.of("");

    @BeforeEach
    void makeSandbox() throws IOException {
        sandbox = Files.createDirectory(directory.resolve("sandbox"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ArtifactFetcher fetcher() {
        return new ArtifactFetcher(directory.resolve("cache"), SETTINGS);
    }

    private static ArtifactSpec plain(String uri) {
        return new ArtifactSpec(uri, true, false, false, null);
    }

    private void fetch(ArtifactSpec... artifacts) throws Exception {
        fetcher().fetch(List.of(artifacts), sandbox, message -> {});
    }

    private String text(String path) throws IOException {
        return Files.readString(sandbox.resolve(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String rights(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve(path)));
    }

    @Test
    void aFileIsPutUnderItsNameOrWhereItIsWanted() throws Exception {
        var uri = server.serve("/some/config.json", bytes("{}"));
        var local = Files.writeString(directory.resolve("local.txt"), "local");

        fetch(plain(uri), new ArtifactSpec(uri, true, false, false, "conf/a/b.json"), plain("file://" + local));

        assertThat(text("config.json")).isEqualTo("{}");
        assertThat(text("conf/a/b.json")).isEqualTo("{}");
        assertThat(text("local.txt")).isEqualTo("local");
        assertThat(rights("config.json")).isEqualTo("rw-r--r--");
    }

    @Test
    void whatMayBeRunIsNotUnpacked() throws Exception {
        fetch(new ArtifactSpec(server.serve("/tool.zip", bytes("#!/bin/sh\n")), true, true, false, null));

        assertThat(rights("tool.zip")).isEqualTo("rwxr-xr-x");
        assertThat(text("tool.zip")).isEqualTo("#!/bin/sh\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".tar", ".tgz", ".tar.gz", ".tbz2", ".tar.bz2", ".txz", ".tar.xz"})
    void archivesAreUnpackedWithWhatMayBeRun(String end) throws Exception {
        var tar = Archives.tarOfProgram();
        var packed = switch (end) {
            case ".tar" -> tar;
            case ".tgz", ".tar.gz" -> Archives.gzipped(tar);
            case ".tbz2", ".tar.bz2" -> Archives.packed(CompressorStreamFactory.BZIP2, tar);
            default -> Archives.packed(CompressorStreamFactory.XZ, tar);
        };

        fetch(plain(server.serve("/program" + end, packed)));

        assertThat(text("app/data.txt")).isEqualTo("data");
        assertThat(text("app/latest")).isEqualTo("data");
        assertThat(rights("app/run.sh")).isEqualTo("rwxr-xr-x");
        assertThat(rights("app/data.txt")).isEqualTo("rw-r--r--");
        assertThat(sandbox.resolve("program" + end)).exists();
    }

    @Test
    void aZipAndASingleFileAreUnpackedToo() throws Exception {
        fetch(
                plain(server.serve("/a.zip", Archives.zip("bin/run", "x", 0100755))),
                plain(server.serve("/notes.txt.gz", Archives.gzipped(bytes("notes")))),
                new ArtifactSpec(
                        server.serve("/kept.zip", Archives.zip("never", "x", 0100644)), false, false, false, null));

        assertThat(rights("bin/run")).isEqualTo("rwxr-xr-x");
        assertThat(text("notes.txt")).isEqualTo("notes");
        assertThat(sandbox.resolve("never")).doesNotExist();
    }

    @Test
    void nothingInAnArchiveLeadsOut() throws Exception {
        var outside = Files.writeString(directory.resolve("outside.txt"), "untouched");
        var evil = List.of(
                Archives.tar(tar -> Archives.file(tar, "../outside.txt", "evil", 0644)),
                Archives.tar(tar -> Archives.file(tar, outside.toString(), "evil", 0644)),
                Archives.tar(tar -> Archives.symlink(tar, "link", "../outside.txt")),
                Archives.tar(tar -> Archives.symlink(tar, "link", "/etc")),
                Archives.tar(tar -> Archives.link(tar, TarConstants.LF_LINK, "hard", "../outside.txt")),
                Archives.tar(tar -> {
                    Archives.symlink(tar, "a", "b/..");
                    Archives.symlink(tar, "b", "a/../..");
                    Archives.file(tar, "b/outside.txt", "evil", 0644);
                }));
        for (var archive : evil) {
            assertThatThrownBy(() -> fetch(plain(server.serve("/evil.tar", archive))))
                    .isInstanceOf(FetchException.class)
                    .hasMessageContaining("cannot unpack evil.tar");
        }
        assertThatThrownBy(() -> fetch(plain(server.serve("/evil.zip", Archives.zip("../outside.txt", "x", 0100644)))))
                .hasMessageContaining("leads out of the sandbox");
        assertThat(outside).hasContent("untouched");
    }

    @Test
    void aFileTakesThePlaceOfALinkInsteadOfFollowingIt() throws Exception {
        var outside = Files.writeString(directory.resolve("outside.txt"), "untouched");
        Files.createSymbolicLink(sandbox.resolve("config"), outside);

        fetch(plain(server.serve("/config", bytes("new"))));

        assertThat(outside).hasContent("untouched");
        assertThat(Files.isSymbolicLink(sandbox.resolve("config"))).isFalse();
        assertThat(Files.exists(sandbox.resolve("config"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void sizesAndNumbersAreBounded() {
        assertThatThrownBy(() -> fetch(plain(server.serve("/long", new byte[100_001]))))
                .hasMessageContaining("longer than 100000 bytes");
        assertThatThrownBy(() -> fetch(plain(server.serve("/bomb.gz", Archives.gzipped(new byte[1_000_000])))))
                .hasMessageContaining("too many bytes");
        assertThatThrownBy(() -> fetch(plain(server.serve("/many.tar", Archives.tar(tar -> {
                    for (var count = 0; count < 30; count++) {
                        Archives.file(tar, "file" + count, "", 0644);
                    }
                })))))
                .hasMessageContaining("too many files");
    }

    @Test
    void whatGoesWrongIsSaidWithoutSecrets() {
        assertThatThrownBy(() -> fetch(plain(server.url("/missing?token=secret"))))
                .hasMessage("cannot fetch " + server.url("/missing") + ": the server answered 404 Not Found");
        assertThatThrownBy(() -> fetch(plain("file:///no/such/file")))
                .hasMessage("cannot fetch file:///no/such/file: no such file on this node");
        assertThatThrownBy(() -> fetch(plain("file:///dev/zero")))
                .hasMessage("cannot fetch file:///dev/zero: it is no regular file");
        assertThatThrownBy(() -> fetch(plain(server.redirect("/away", "file:///etc/passwd"))))
                .hasMessageContaining("redirects to file");
        assertThatThrownBy(() -> fetch(plain(server.redirect("/round", "/round"))))
                .hasMessageContaining("redirects");
        assertThatThrownBy(() -> fetch(plain(server.serve("/broken.tar.xz", bytes("no archive")))))
                .hasMessageContaining("cannot unpack broken.tar.xz");
        assertThatThrownBy(() -> fetch(new ArtifactSpec(server.url("/x"), true, false, false, "../../etc/cron.d/evil")))
                .hasMessageContaining("leads out of the sandbox");
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        server.serve("/real", bytes("there"));

        fetch(new ArtifactSpec(server.redirect("/named", "/real"), true, false, false, null));

        assertThat(text("named")).isEqualTo("there");
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForForEver() throws Exception {
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> fetch(plain("http://127.0.0.1:" + silent.getLocalPort() + "/x")))
                    .hasMessageContaining("does not answer in time");
        }
    }

    @Test
    void whatIsKeptIsDownloadedOnceForAllWhoWantItAtTheSameTime() throws Exception {
        var uri = server.serve("/shared.tgz", Archives.gzipped(Archives.tarOfProgram()));
        var fetcher = fetcher();
        var sandboxes = new ArrayList<Path>();
        for (var count = 0; count < 10; count++) {
            sandboxes.add(Files.createDirectory(directory.resolve("sandbox" + count)));
        }
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var fetched = sandboxes.stream()
                    .map(one -> CompletableFuture.runAsync(
                            () -> {
                                try {
                                    fetcher.fetch(
                                            List.of(new ArtifactSpec(uri, true, false, true, null)),
                                            one,
                                            message -> {});
                                } catch (FetchException | InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            },
                            all))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(fetched).join();
        }
        assertThat(server.asked()).isEqualTo(1);
        assertThat(sandboxes)
                .allSatisfy(one -> assertThat(one.resolve("app/data.txt")).hasContent("data"));
        assertThat(sandboxes.getFirst().resolve("shared.tgz"))
                .as("an archive that is kept does not lie in the sandbox too")
                .doesNotExist();
    }

    @Test
    void theCacheIsBoundedAndAFailureIsNotKept() throws Exception {
        var fetcher = fetcher();
        var failing = new ArtifactSpec(server.url("/later"), true, false, true, null);
        assertThatThrownBy(() -> fetcher.fetch(List.of(failing), sandbox, message -> {}))
                .hasMessageContaining("404");
        server.serve("/later", bytes("now"));
        fetcher.fetch(List.of(failing), sandbox, message -> {});
        assertThat(text("later")).isEqualTo("now");

        for (var count = 0; count < 4; count++) {
            var uri = server.serve("/big" + count, new byte[400]);
            fetcher.fetch(List.of(new ArtifactSpec(uri, true, false, true, null)), sandbox, message -> {});
        }
        try (var kept = Files.list(directory.resolve("cache"))) {
            assertThat(kept).hasSize(2);
        }
    }
}

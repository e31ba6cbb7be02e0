package io.troupe.node.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.node.engine.ContainerEngine;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineContainer;
import io.troupe.node.engine.EngineContainer.State;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.ResourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class ProcessEngineTest {
    private static final LogRequest OUTPUT = new LogRequest(null, true, false, false, null, null);
    private static final long NOBODY = 65_534;

    @TempDir
    Path folder;

    private ProcessUnderTest plans;
    private ContainerEngine engine;

    @BeforeEach
    void open() {
        plans = new ProcessUnderTest(folder);
        engine = plans.open();
    }

    @AfterEach
    void close() {
        engine.list().forEach(container -> engine.remove(container.id()));
        engine.close();
    }

    @Test
    void aProcessOutlivesItsEngineAndIsStoppedByTheNextOne() {
        var id = run("sleep 600");
        engine.close();
        engine = plans.open();
        assertThat(state(id)).isEqualTo(State.RUNNING);
        engine.stop(id, Duration.ofSeconds(5));
        assertThat(engine.find(id).orElseThrow().exitCode()).isEqualTo(143);
    }

    @Test
    void theEnvironmentIsTheAppsOwnWhateverItsNames() {
        var plan = plans.plan(new CommandSpec.Shell("/bin/echo $folder $groups $events $line $PATH; /bin/sleep 600"));
        var id = run(plans.with(
                plan, Map.of("folder", "a", "groups", "b", "events", "c", "line", "d", "PATH", "/opt/app/bin")));
        await().until(() -> read(id, OUTPUT), "a b c d /opt/app/bin\n"::equals);
    }

    @Test
    void theProcessesOfAnInstanceAreFoundAlsoByTheNextEngine() {
        var plan = plans.plan(new CommandSpec.Shell("sleep 600"));
        var id = run(plan);
        run("sleep 600");
        var instance = plan.identity().instance();
        assertThat(engine.listOf(instance)).extracting(EngineContainer::id).containsExactly(id);
        engine.close();
        engine = plans.open();
        assertThat(engine.listOf(instance)).extracting(EngineContainer::id).containsExactly(id);
        engine.remove(id);
        assertThat(engine.listOf(instance)).isEmpty();
    }

    @Test
    void aProcessThatEndsWhileNoEngineWatchesIsKnownWithItsExitCode() {
        var id = run("until [ -e go ]; do sleep 0.05; done; exit 9");
        var sandbox = sandbox(id);
        engine.close();
        write(sandbox.resolve("go"));
        engine = plans.open();
        await().until(() -> state(id) == State.ENDED);
        assertThat(engine.find(id).orElseThrow().exitCode()).isEqualTo(9);
    }

    @Test
    void aProcessWhoseLauncherWasKilledRunsOnAndEndsWithoutAnExitCode() {
        var id = run("sleep 600");
        var process = new ProcessFolder(folder.resolve("processes").resolve(id));
        kill(process.launcher().orElseThrow().pid());
        await().until(() -> !process.launcher().orElseThrow().alive());
        assertThat(state(id)).isEqualTo(State.RUNNING);
        engine.stop(id, Duration.ofSeconds(5));
        var ended = engine.find(id).orElseThrow();
        assertThat(ended.state()).isEqualTo(State.ENDED);
        assertThat(ended.exitCode()).isNull();
    }

    @Test
    void whatAProcessLeftRunningIsKilledWithIt() {
        var id = run("(trap '' TERM HUP; echo $$ >child; exec sleep 600) & setsid sleep 601 & echo $! >other; wait");
        await().until(() -> Files.exists(sandbox(id).resolve("other")));
        var group = ControlGroups.open(Path.of("/sys/fs/cgroup"), "probe");
        group.close();
        engine.stop(id, Duration.ofSeconds(5));
        var members = new ProcessFolder(folder.resolve("processes").resolve(id))
                .process()
                .orElseThrow();
        await().until(() -> !members.alive());
        await().until(() -> ProcessHandle.allProcesses()
                .noneMatch(one -> one.info()
                        .commandLine()
                        .filter(line -> line.endsWith("sleep 600") || group.limiting() && line.endsWith("sleep 601"))
                        .isPresent()));
    }

    @Test
    void aProcessThatTakesTooMuchMemoryIsKilledAndSaysSo() {
        assumeTrue(limiting(), "this machine does not let its control groups be written");
        var id = run(plans.plan(
                new CommandSpec.Shell("head -c 200000000 /dev/zero | tail >/dev/null; exit 137"),
                new ResourceLimits(null, 32L),
                null));
        await().atMost(Duration.ofSeconds(20)).until(() -> state(id) == State.ENDED);
        assertThat(engine.find(id).orElseThrow().outOfMemory()).isTrue();
    }

    @Test
    void aProcessIsKeptToItsQuotaOfCores() throws IOException {
        assumeTrue(limiting(), "this machine does not let its control groups be written");
        var id = run(plans.plan(
                new CommandSpec.Shell("cat /proc/self/cgroup; sleep 600"), new ResourceLimits(250L, 32L), null));
        await().until(() -> read(id, OUTPUT).contains("troupe/"));
        var one = Path.of("/sys/fs/cgroup/cpu/troupe");
        var two = Path.of("/sys/fs/cgroup/troupe");
        var quota = Files.isDirectory(one) ? file(one, id, "cpu.cfs_quota_us") : file(two, id, "cpu.max");
        assertThat(quota).startsWith("25000");
    }

    @Test
    void aProcessOfAnotherUserOwnsItsSandbox() throws IOException {
        assumeTrue(Account.own() == 0, "only root can run processes as others");
        var id = run(plans.plan(
                new CommandSpec.Shell("id -u; id -g; touch mine && sleep 600"), ResourceLimits.UNLIMITED, "nobody"));
        await().until(() -> Files.exists(sandbox(id).resolve("mine")));
        assertThat(read(id, OUTPUT)).isEqualTo("65534\n65534\n");
        assertThat(Files.getAttribute(sandbox(id), "unix:uid")).isEqualTo((int) NOBODY);
        assertThat(execute(id, "id -u; pwd; echo $GREETING")).isEqualTo("65534\n" + sandbox(id) + "\nhello\n");
    }

    @Test
    void aUserTheNodeDoesNotHaveIsRefused() {
        var plan = plans.plan(new CommandSpec.Shell("true"), ResourceLimits.UNLIMITED, "no-such-user");
        assertThatThrownBy(() -> engine.create(plan))
                .isInstanceOf(EngineException.class)
                .hasMessage("the node has no user no-such-user");
    }

    @Test
    void aCommandBesideAProcessSharesItsDirectoryAndVariables() {
        var id = run("sleep 600");
        assertThat(execute(id, "pwd; echo $GREETING")).isEqualTo(sandbox(id) + "\nhello\n");
    }

    @Test
    void aCommandIsKilledWhenItsSessionIsClosed() {
        var id = run("sleep 600");
        var session = engine.exec(id, new ExecRequest(null, List.of("/bin/sh", "-c", "sleep 602; true"), false, true));
        await().until(() -> runs("sleep 602"));
        session.close();
        await().until(() -> !runs("sleep 602"));
        assertThat(session.next()).isEmpty();
    }

    @Test
    void itsVolumesAreLinksInItsSandbox() throws IOException {
        var media = Files.createDirectory(folder.resolve("media"));
        Files.writeString(media.resolve("song"), "la");
        var plan = plans.plan(new CommandSpec.Shell("cat shared/media/song; echo di > shared/media/dance"))
                .with(new ContainerPlan.PlannedVolume(media, false, "shared/media", false));
        var id = run(plan);
        await().until(() -> state(id) == State.ENDED);
        assertThat(read(id, OUTPUT)).isEqualTo("la");
        assertThat(media.resolve("dance")).hasContent("di\n");
    }

    @Test
    void aVolumeThatALinkCannotBeIsRefused() {
        for (var volume : List.of(
                new ContainerPlan.PlannedVolume(folder, false, "/media", false),
                new ContainerPlan.PlannedVolume(folder, false, "media", true),
                new ContainerPlan.PlannedVolume(folder.resolve("nothing"), false, "media", false),
                new ContainerPlan.PlannedVolume(folder, false, "../media", false),
                new ContainerPlan.PlannedVolume(folder, false, "stdout", false))) {
            var plan = plans.plan(new CommandSpec.Shell("true")).with(volume);
            assertThatThrownBy(() -> engine.create(plan))
                    .isInstanceOf(EngineException.class)
                    .extracting(e -> ((EngineException) e).kind())
                    .isEqualTo(EngineException.Kind.REFUSED_BY_ENGINE);
        }
    }

    @Test
    void outputSinceATimeLeavesOutWhatIsOlder() {
        var id = run("echo one; until [ -e go ]; do sleep 0.05; done; echo two; sleep 600");
        await().until(() -> new OutputFile(sandbox(id).resolve("stdout")).lengthBefore(false, Instant.now()) == 4);
        var between = Instant.now();
        write(sandbox(id).resolve("go"));
        await().until(() -> read(id, new LogRequest(null, true, false, false, null, between))
                .equals("two\n"));
        assertThat(read(id, OUTPUT)).isEqualTo("one\ntwo\n");
    }

    @Test
    void outputIsBoundedAndItsEndIsKept() throws IOException {
        var id = run("yes 'a line of twenty bytes' | head -c 25000000; echo; echo the end; sleep 600");
        var file = sandbox(id).resolve("stdout");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file.resolveSibling("stdout.1")));
        await().until(() ->
                read(id, new LogRequest(null, true, false, false, 1, null)).equals("the end\n"));
        await().until(() -> Files.size(file) <= OutputFile.BYTES_MAX);
        assertThat(Files.size(file.resolveSibling("stdout.1"))).isLessThanOrEqualTo(OutputFile.BYTES_MAX);
        assertThat(read(id, new LogRequest(null, true, false, false, 3, null))).endsWith("the end\n");
    }

    private boolean limiting() {
        return engine.describe().version().startsWith("limits");
    }

    private static boolean runs(String command) {
        return ProcessHandle.allProcesses()
                .anyMatch(one -> one.info()
                        .commandLine()
                        .filter(line -> line.endsWith(command))
                        .isPresent());
    }

    private static String file(Path groups, String id, String name) throws IOException {
        try (var found = Files.walk(groups, 3)) {
            var file = found.filter(path -> path.endsWith(Path.of(id, name))).findFirst();
            return Files.readString(file.orElseThrow());
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void write(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String execute(String id, String line) {
        var text = new StringBuilder();
        try (var session = engine.exec(id, new ExecRequest(null, List.of("/bin/sh", "-c", line), false, false))) {
            for (var piece = session.next(); piece.isPresent(); piece = session.next()) {
                if (piece.get() instanceof ExecOutput.Bytes(var _, var bytes)) {
                    text.append(bytes.utf8String());
                }
            }
        }
        return text.toString();
    }

    private String read(String id, LogRequest request) {
        var text = new StringBuilder();
        try (var reader = engine.logs(id, request)) {
            for (var piece = reader.next(); piece.isPresent(); piece = reader.next()) {
                text.append(piece.get().bytes().utf8String());
            }
        }
        return text.toString();
    }

    private Path sandbox(String id) {
        return new ProcessFolder(folder.resolve("processes").resolve(id)).sandbox();
    }

    private @Nullable State state(String id) {
        return engine.find(id).orElseThrow().state();
    }

    private String run(String line) {
        return run(plans.plan(new CommandSpec.Shell(line)));
    }

    private String run(ContainerPlan plan) {
        var id = engine.create(plan);
        engine.start(id);
        return id;
    }
}

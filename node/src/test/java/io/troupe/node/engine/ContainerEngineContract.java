package io.troupe.node.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess.ExecOutput;
import io.troupe.cluster.access.InstanceAccess.ExecRequest;
import io.troupe.cluster.access.InstanceAccess.LogRequest;
import io.troupe.protocol.workload.CommandSpec;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What any container engine must do, as tests for a {@code @TestFactory}. */
public final class ContainerEngineContract {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG_GRACE = Duration.ofSeconds(20);
    private static final String LIVE_AND_HEED_TERM = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done";
    private static final String LIVE_AND_IGNORE_TERM = "trap '' TERM; echo ready; while :; do sleep 0.1; done";

    private ContainerEngineContract() {}

    /** All of it; for engines that run real commands. */
    public static Stream<DynamicTest> tests(EngineUnderTest engine) {
        return Stream.concat(testsOfLife(engine), testsOfCommands(engine));
    }

    /** How containers begin, end and speak. Their commands are made of {@code sleep}, {@code echo} and {@code exit} alone. */
    public static Stream<DynamicTest> testsOfLife(EngineUnderTest engine) {
        return Stream.of(
                test(engine, "a container ends with its exit code and says so", Case::endsWithItsExitCode),
                test(engine, "a container of the list carries its identity", Case::carriesItsIdentity),
                test(engine, "the containers of an instance are listed apart", Case::listsInstance),
                test(engine, "creating twice gives the same container", Case::createsOnce),
                test(engine, "a container that has run is not created again", Case::runsOnce),
                test(engine, "starting twice starts once", Case::startsOnce),
                test(engine, "another connection sees the same containers", Case::isSeenByOthers),
                test(engine, "output is read to its end, errors apart", Case::readsOutput),
                test(engine, "the tail of the output is read", Case::readsTail),
                test(engine, "output is followed until the container ends", Case::followsOutput),
                test(engine, "closing a reader ends a wait for output", Case::closesReader),
                test(engine, "what is unknown is stopped and removed already", Case::forgivesUnknown),
                test(engine, "starting what is unknown fails", Case::refusesUnknown),
                test(engine, "a removed container is gone and says so", Case::removes),
                test(engine, "a command in a container has its own exit code", Case::commandFails),
                test(engine, "a command in a container that has ended is refused", Case::commandRefused));
    }

    private static Stream<DynamicTest> testsOfCommands(EngineUnderTest engine) {
        return Stream.of(
                test(engine, "a container gets its variables and its sandbox", Case::getsVariablesAndSandbox),
                test(engine, "a stop lets the container end by itself", Case::stops),
                test(engine, "a stop kills after the grace period", Case::kills),
                test(engine, "a command in a container reads the end of its input", Case::runsCommand),
                test(engine, "a command with a terminal knows its size", Case::resizesTerminal));
    }

    private static DynamicTest test(EngineUnderTest engine, String name, Consumer<Case> check) {
        return dynamicTest(name, () -> {
            try (var one = new Case(engine)) {
                check.accept(one);
            }
        });
    }

    /** One test with what it leaves behind. */
    private static final class Case implements AutoCloseable {
        private final EngineUnderTest under;
        private final ContainerEngine engine;
        private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
        private final ContainerEngine.Subscription subscription;
        private final Queue<String> created = new ConcurrentLinkedQueue<>();

        Case(EngineUnderTest under) {
            this.under = under;
            engine = under.open();
            subscription = engine.subscribe(events::add);
        }

        void endsWithItsExitCode() {
            var id = run("exit 3");
            var ended = awaitEnd(id);
            assertThat(ended.exitCode()).isEqualTo(3);
            assertThat(ended.outOfMemory()).isFalse();
            assertThat(events.stream().filter(EngineEvent.Started.class::isInstance))
                    .hasSize(1);
            var seen = engine.find(id).orElseThrow();
            assertThat(seen.state()).isEqualTo(EngineContainer.State.ENDED);
            assertThat(seen.exitCode()).isEqualTo(3);
            assertThat(engine.list().stream().filter(container -> container.id().equals(id)))
                    .extracting(EngineContainer::exitCode)
                    .containsExactly(3);
        }

        void carriesItsIdentity() {
            var plan = under.plan(shell("sleep 60"));
            var id = create(plan);
            var listed = engine.list().stream()
                    .filter(container -> container.id().equals(id))
                    .toList();
            assertThat(listed).hasSize(1);
            assertThat(listed.getFirst().state()).isEqualTo(EngineContainer.State.CREATED);
            assertThat(ContainerIdentity.read(listed.getFirst().labels())).contains(plan.identity());
        }

        void listsInstance() {
            var plan = under.plan(shell("sleep 60"));
            var id = create(plan);
            create(under.plan(shell("sleep 60")));
            assertThat(engine.listOf(plan.identity().instance()))
                    .extracting(EngineContainer::id)
                    .containsExactly(id);
        }

        void runsOnce() {
            var plan = under.plan(shell("exit 0"));
            var id = create(plan);
            engine.start(id);
            awaitEnd(id);
            assertThatThrownBy(() -> engine.create(plan))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.CONFLICT));
        }

        void createsOnce() {
            var plan = under.plan(shell("sleep 60"));
            var id = create(plan);
            assertThat(engine.create(plan)).isEqualTo(id);
        }

        void startsOnce() {
            var id = run("sleep 60");
            engine.start(id);
            assertThat(engine.find(id).orElseThrow().state()).isEqualTo(EngineContainer.State.RUNNING);
        }

        void isSeenByOthers() {
            var id = run("sleep 60");
            try (var other = under.open()) {
                assertThat(other.list().stream().map(EngineContainer::id)).contains(id);
                other.stop(id, Duration.ZERO);
            }
            awaitEnd(id);
        }

        void getsVariablesAndSandbox() {
            var plan = under.plan(shell("echo \"$GREETING\"; echo kept > \"$MESOS_SANDBOX/file\""));
            var id = create(plan);
            engine.start(id);
            assertThat(awaitEnd(id).exitCode()).isZero();
            assertThat(output(id, new LogRequest(null, true, false, false, null, null)))
                    .isEqualTo("hello\n");
            assertThat(plan.sandbox().resolve("file")).hasContent("kept\n");
        }

        void readsOutput() {
            var id = run("echo out; echo err >&2");
            awaitEnd(id);
            assertThat(output(id, new LogRequest(null, true, false, false, null, null)))
                    .isEqualTo("out\n");
            assertThat(output(id, new LogRequest(null, false, true, false, null, null)))
                    .isEqualTo("err\n");
        }

        void readsTail() {
            var id = run("echo one; echo two; echo three");
            awaitEnd(id);
            assertThat(output(id, new LogRequest(null, true, false, false, 2, null)))
                    .isEqualTo("two\nthree\n");
        }

        void followsOutput() {
            var id = run("echo 1; sleep 0.2; echo 2; sleep 0.2; echo 3");
            assertThat(output(id, new LogRequest(null, true, true, true, null, null)))
                    .isEqualTo("1\n2\n3\n");
        }

        void closesReader() {
            var id = run("echo one; sleep 60");
            var reader = engine.logs(id, new LogRequest(null, true, true, true, null, null));
            assertThat(reader.next().orElseThrow().bytes().utf8String()).isEqualTo("one\n");
            var closing = Thread.ofVirtual().start(reader::close);
            assertThat(reader.next()).isEmpty();
            await().until(() -> !closing.isAlive());
        }

        void stops() {
            var id = runReady(LIVE_AND_HEED_TERM);
            engine.stop(id, LONG_GRACE);
            assertThat(awaitEnd(id).exitCode()).isEqualTo(7);
        }

        void kills() {
            var id = runReady(LIVE_AND_IGNORE_TERM);
            long before = System.nanoTime();
            engine.stop(id, Duration.ofSeconds(1));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(900), LONG_GRACE);
            assertThat(awaitEnd(id).exitCode()).isEqualTo(137);
            engine.stop(id, Duration.ofSeconds(1));
        }

        void forgivesUnknown() {
            engine.stop("0123456789ab", Duration.ZERO);
            engine.remove("0123456789ab");
            assertThat(engine.find("0123456789ab")).isEmpty();
        }

        void refusesUnknown() {
            assertThatThrownBy(() -> engine.start("0123456789ab"))
                    .isInstanceOfSatisfying(
                            EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.NOT_FOUND));
        }

        void removes() {
            var id = run("sleep 60");
            engine.remove(id);
            assertThat(engine.find(id)).isEmpty();
            await().atMost(SOON)
                    .until(() -> events.stream()
                            .anyMatch(event -> event instanceof EngineEvent.Removed removed
                                    && removed.container().equals(id)));
        }

        void runsCommand() {
            var id = run("sleep 60");
            try (var session = engine.exec(id, new ExecRequest(null, List.of("/bin/sh", "-c", "wc -c"), false, true))) {
                session.write(ByteString.fromString("hello"));
                session.endInput();
                assertThat(outcome(session)).isEqualTo(new Outcome("5", 0));
                assertThat(session.next()).isEmpty();
            }
        }

        void commandFails() {
            var id = run("sleep 60");
            try (var session =
                    engine.exec(id, new ExecRequest(null, List.of("/bin/sh", "-c", "echo no; exit 4"), false, false))) {
                assertThat(outcome(session)).isEqualTo(new Outcome("no", 4));
            }
        }

        void commandRefused() {
            var id = run("exit 0");
            awaitEnd(id);
            assertThatThrownBy(() -> engine.exec(id, new ExecRequest(null, List.of("/bin/true"), false, false)))
                    .isInstanceOf(EngineException.class);
        }

        void resizesTerminal() {
            var id = run("sleep 60");
            var waitForSize = "until stty size 2>/dev/null | grep '40 100'; do sleep 0.1; done";
            try (var session =
                    engine.exec(id, new ExecRequest(null, List.of("/bin/sh", "-c", waitForSize), true, true))) {
                session.resize(100, 40);
                assertThat(outcome(session)).isEqualTo(new Outcome("40 100", 0));
            }
        }

        private String create(ContainerPlan plan) {
            engine.prepare(plan, PrepareProgress.SILENT);
            var id = engine.create(plan);
            created.add(id);
            return id;
        }

        private String run(String line) {
            var id = create(under.plan(shell(line)));
            engine.start(id);
            return id;
        }

        private String runReady(String line) {
            var id = run(line);
            try (var reader = engine.logs(id, new LogRequest(null, true, false, true, null, null))) {
                assertThat(reader.next()).isPresent();
            }
            return id;
        }

        private EngineEvent.Ended awaitEnd(String id) {
            return await().atMost(SOON)
                    .until(
                            () -> events.stream()
                                    .flatMap(event ->
                                            event instanceof EngineEvent.Ended ended ? Stream.of(ended) : Stream.of())
                                    .filter(ended -> ended.container().equals(id))
                                    .toList(),
                            found -> !found.isEmpty())
                    .getFirst();
        }

        private String output(String id, LogRequest request) {
            var text = new StringBuilder();
            try (var reader = engine.logs(id, request)) {
                for (var piece = reader.next(); piece.isPresent(); piece = reader.next()) {
                    text.append(piece.get().bytes().utf8String());
                }
            }
            return text.toString();
        }

        private static Outcome outcome(ExecSession session) {
            var text = new StringBuilder();
            while (true) {
                switch (session.next().orElseThrow()) {
                    case ExecOutput.Bytes(var _, var bytes) -> text.append(bytes.utf8String());
                    case ExecOutput.Exited(int code) -> {
                        return new Outcome(text.toString().strip(), code);
                    }
                }
            }
        }

        private static CommandSpec shell(String line) {
            return new CommandSpec.Shell(line);
        }

        @Override
        public void close() {
            created.forEach(engine::remove);
            subscription.close();
            engine.close();
        }

        private record Outcome(String output, int exitCode) {}
    }
}

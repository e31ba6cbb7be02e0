package io.troupe.persistence.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of the embedded Cassandra, and the environment it gets.
 *
 * <p>It holds two marks by which a later process knows whose Cassandra it sees and whether it is the one it would start itself. It holds
 * no secret, and there is none to hold.
 */
final class CassandraCommand {
    static final String DIRECTORY_MARK = "-Dtroupe.cassandra.directory=";
    static final String FINGERPRINT_MARK = "-Dtroupe.cassandra.fingerprint=";

    private static final List<Path> SESSION_STARTERS = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private CassandraCommand() {}

    /** All that shapes the process apart from directory, fingerprint and class archive. */
    static List<String> flags(EmbeddedCassandraSettings settings) {
        return List.of(
                "-Xms" + settings.heapMebibytesMin() + "m",
                "-Xmx" + settings.heapMebibytesMax() + "m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + settings.logs().resolve("crash.log"),
                "--sun-misc-unsafe-memory-access=allow",
                "-Djdk.attach.allowAttachSelf=true",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.io.tmpdir=" + settings.directory().resolve("tmp"),
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-Dcassandra-foreground=yes",
                "-Dcassandra.config=" + settings.configuration().toUri(),
                "-Dcassandra.storagedir=" + settings.directory(),
                "-Dcassandra.logdir=" + settings.logs(),
                "-Dcassandra.triggers_dir=" + settings.directory().resolve("tmp"),
                "-Dcassandra.native.epoll.enabled=false",
                "-Dcassandra.memtable.row_overhead_size=180",
                "-Dorg.apache.cassandra.mbean_registration_class=io.troupe.cassandra.QuietBeans",
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.size_recorder_interval=0",
                "-Dcassandra.test.ignore_sigar=true",
                "-Dcassandra.shutdown_announce_in_ms=0",
                "-Dcassandra.test.messagingService.nonGracefulShutdown=true");
    }

    /** The whole command. {@code archive} are the JVM's options that name its class archive. */
    static List<String> of(EmbeddedCassandraSettings settings, String fingerprint, List<String> archive) {
        var command = new ArrayList<String>();
        // A session of its own: Ctrl-C in the terminal of the node must not reach it before the node is done with it.
        sessionStarter().ifPresent(path -> command.add(path.toString()));
        command.add(settings.java().toString());
        command.add(DIRECTORY_MARK + settings.directory());
        command.add(FINGERPRINT_MARK + fingerprint);
        command.addAll(archive);
        command.addAll(flags(settings));
        command.add("-jar");
        command.add(settings.program().resolve(CassandraProgramFolder.JAR_NAME).toString());
        return command;
    }

    /** Nothing of this process's environment but the path: it may hold secrets. */
    static ProcessBuilder environmentOf(ProcessBuilder builder) {
        var environment = builder.environment();
        var path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LANG", "C.UTF-8");
        // glibc keeps a heap a thread otherwise, which costs tens of megabytes here.
        environment.put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    private static Optional<Path> sessionStarter() {
        return SESSION_STARTERS.stream().filter(Files::isExecutable).findFirst();
    }
}

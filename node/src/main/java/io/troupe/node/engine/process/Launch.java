package io.troupe.node.engine.process;

import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Starts a process below a tiny launcher. The launcher is in a session of its own, so that it outlives the JVM and its terminal; it waits for the
 * process, kills what that left running, and writes how it ended. The process is in a session of its own as well, which makes it
 * the leader of a process group that is signalled as a whole.
 */
final class Launch {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * $1 the container's folder, $2 its sandbox, $3 where endings are announced, $4 files of control groups to join, $5 the file that counts kills for
     * memory, $6 setsid, the rest the command. The word on descriptor 3 says that the process is about to run. Its variables begin with an underscore: what
     * the app's environment has is the app's.
     */
    private static final String LAUNCHER = """
            _folder=$1 _sandbox=$2 _ended=$3 _groups=$4 _events=$5 _setsid=$6; shift 6
            _note() { echo "$$ ${20}" >"$_folder/launcher"; }
            read -r _line </proc/$$/stat; _note ${_line##*) }
            cd "$_sandbox" || exit 1
            "$_setsid" /bin/sh -c '_folder=$1 _groups=$2; shift 2
              IFS=:; for _group in $_groups; do echo $$ >"$_group"; done; unset IFS
              _note() { echo "$$ ${20}" >"$_folder/pid"; }
              read -r _line </proc/$$/stat; _note ${_line##*) }
              echo started >&3; exec 3>&-; unset -f _note; unset _line _group _groups _folder
              exec "$@"' sh "$_folder" "$_groups" "$@" 3>&1 </dev/null >>stdout 2>>stderr
            _code=$?
            read -r _pid _ticks <"$_folder/pid"
            kill -s KILL -- "-$_pid"
            for _round in 1 2 3 4 5; do
              _left=
              IFS=:; for _group in $_groups; do
                while read -r _pid; do _left=1; kill -s KILL "$_pid"; done <"$_group"
              done; unset IFS
              [ -z "$_left" ] && break
            done
            _kills=0
            [ -n "$_events" ] && while read -r _key _value; do [ "$_key" = oom_kill ] && _kills=$_value; done <"$_events"
            echo "$_code $_kills" >"$_folder/exit"
            : >"$_ended/${_folder##*/}"
            """;

    private Launch() {}

    /** Returns once the process is about to run. */
    static void start(
            ProcessFolder folder,
            Path endings,
            ControlGroups.Group group,
            List<String> command,
            Map<String, String> environment) {
        var all = new ArrayList<>(List.of(
                "setsid",
                "/bin/sh",
                "-c",
                LAUNCHER,
                "troupe-launcher",
                folder.path().toString(),
                folder.sandbox().toString(),
                endings.toString(),
                group.joins().stream().map(Path::toString).collect(Collectors.joining(":")),
                group.memoryEvents().map(Path::toString).orElse(""),
                Tool.path("setsid")));
        all.addAll(command);
        var builder = new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().putAll(environment);
        try {
            var launcher = builder.start();
            try (BufferedReader word = launcher.inputReader()) {
                if (word.readLine() == null) {
                    throw new EngineException(
                            Kind.REFUSED_BY_ENGINE, "the process cannot be launched in " + folder.sandbox());
                }
            }
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot start a process: " + e.getMessage(), e);
        }
    }

    /** Sends a signal to a whole process group. */
    static void signal(String name, long group) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- -" + group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new EngineException(Kind.UNAVAILABLE, "cannot signal a process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.UNAVAILABLE, "interrupted", e);
        }
    }
}

package io.troupe.node.engine.process;

import io.troupe.node.engine.EngineException;
import io.troupe.node.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a process runs as.
 *
 * @param named whether the machine knows the user by a name, and with it the further groups
 */
record Account(long user, long group, boolean named) {
    /** @param wanted {@code user}, {@code user:group}, as names or numbers */
    static Account of(String wanted) {
        var parts = wanted.split(":", 2);
        var known = number("id", "-u", "--", parts[0]);
        if (known < 0 && !isNumber(parts[0])) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "the node has no user " + parts[0]);
        }
        var user = known < 0 ? Long.parseLong(parts[0]) : known;
        if (parts.length == 2) {
            return new Account(user, group(parts[1]), false);
        }
        return new Account(user, known < 0 ? user : number("id", "-g", "--", parts[0]), known >= 0);
    }

    /** Whom the node runs as. */
    static long own() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot look up the node's own user", e);
        }
    }

    private static long group(String name) {
        if (isNumber(name)) {
            return Long.parseLong(name);
        }
        try (var lines = Files.lines(Path.of("/etc/group"))) {
            return lines.map(line -> line.split(":"))
                    .filter(fields -> fields.length > 2 && fields[0].equals(name))
                    .map(fields -> Long.parseLong(fields[2]))
                    .findFirst()
                    .orElseThrow(() -> new EngineException(Kind.REFUSED_BY_ENGINE, "the node has no group " + name));
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot look up group " + name, e);
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,10}");
    }

    private static long number(String... command) {
        try {
            var asked = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return asked.waitFor() == 0 ? Long.parseLong(answer.strip()) : -1;
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot look up a user", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.UNAVAILABLE, "interrupted", e);
        }
    }

    /** What a command begins with so that it runs as this user; empty for the node's own, or if none is named. */
    static List<String> prefixOf(@Nullable String user) {
        if (user == null || user.isEmpty()) {
            return List.of();
        }
        var account = of(user);
        if (account.user() == own()) {
            return List.of();
        }
        if (own() != 0) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "only root can run a process as user " + user);
        }
        return account.prefix();
    }

    private List<String> prefix() {
        return List.of(
                Tool.path("setpriv"),
                "--reuid=" + user,
                "--regid=" + group,
                named ? "--init-groups" : "--clear-groups",
                "--");
    }

    void own(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", Math.toIntExact(user), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", Math.toIntExact(group), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new EngineException(Kind.REFUSED_BY_ENGINE, "cannot hand " + path + " to user " + user, e);
        }
    }
}

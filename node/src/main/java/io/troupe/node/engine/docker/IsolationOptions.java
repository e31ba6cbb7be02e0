package io.troupe.node.engine.docker;

import com.github.dockerjava.api.model.HostConfig;
import io.troupe.node.engine.ContainerPlan;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.workload.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container shares with others in its kernel, and which system calls it may make, as Docker is told. */
final class IsolationOptions {
    private static final long PROFILE_BYTES_MAX = 1024 * 1024;
    private static final Pattern PROFILE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

    private IsolationOptions() {}

    /** Adds to what a container gets otherwise. */
    static void apply(ContainerPlan plan, DockerSettings settings, HostConfig host) {
        var isolation = plan.container().isolation();
        if (isolation == null) {
            return;
        }
        var memory = isolation.memory();
        if (memory != null) {
            share(plan, memory, host);
        }
        var calls = isolation.systemCalls();
        if (calls != null) {
            var options = new ArrayList<String>();
            var given = host.getSecurityOpts();
            if (given != null) {
                options.addAll(given);
            }
            options.add("seccomp=" + profile(calls.profile(), settings.seccompProfiles()));
            host.withSecurityOpts(options);
        }
    }

    private static void share(ContainerPlan plan, Isolation.SharedMemory memory, HostConfig host) {
        var holder = plan.networkOf();
        boolean own = switch (memory.scope()) {
            case NODE -> {
                host.withIpcMode("host");
                yield false;
            }
            case CONTAINER -> {
                host.withIpcMode("private");
                yield true;
            }
            case INSTANCE -> {
                host.withIpcMode(
                        holder != null
                                ? "container:" + holder
                                : plan.identity().holdsNetwork() ? "shareable" : "private");
                yield holder == null;
            }
        };
        if (own && memory.sizeMib() != null) {
            host.withShmSize(memory.sizeMib() * CreateRequest.MIB);
        }
    }

    /** The engine is told what is in a profile, not its name. */
    private static String profile(@Nullable String name, @Nullable Path folder) {
        if (name == null) {
            return "unconfined";
        }
        if (folder == null) {
            throw refused(name, "the node has none (--seccomp-profiles)");
        }
        var file = folder.resolve(name);
        try {
            if (!PROFILE.matcher(name).matches() || !Files.isRegularFile(file)) {
                throw refused(name, "the node has no such profile");
            }
            if (Files.size(file) > PROFILE_BYTES_MAX) {
                throw refused(name, "it is larger than " + PROFILE_BYTES_MAX + " bytes");
            }
            return String.join("\n", Files.readAllLines(file));
        } catch (IOException e) {
            throw refused(name, "it cannot be read");
        }
    }

    private static EngineException refused(String profile, String reason) {
        return new EngineException(
                EngineException.Kind.REFUSED_BY_ENGINE,
                "the seccomp profile '" + profile + "' cannot be used: " + reason);
    }
}

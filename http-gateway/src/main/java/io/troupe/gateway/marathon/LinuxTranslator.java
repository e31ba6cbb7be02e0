package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.Isolation;
import io.troupe.protocol.workload.Isolation.Scope;
import io.troupe.protocol.workload.Isolation.SharedMemory;
import io.troupe.protocol.workload.Isolation.SystemCalls;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code linuxInfo}: system calls and shared memory, of an app's container, a pod, or a container of a pod. */
final class LinuxTranslator {
    private static final int SHARED_MIB_MAX = 1_000_000;
    private static final String PROFILE = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}";

    private LinuxTranslator() {}

    /**
     * What was written; null for what was not.
     *
     * @param shares whether it sees the shared memory of what it runs in: an app's is the node's, a container's is the pod's
     */
    record Linux(
            @Nullable SystemCalls calls,
            @Nullable Boolean shares,
            @Nullable Integer sizeMib) {
        static final Linux NOTHING = new Linux(null, null, null);

        boolean saysNothing() {
            return calls == null && shares == null;
        }
    }

    /** What stands in the field {@code linuxInfo}. */
    static Linux read(Fields around) {
        var linux = around.object("linuxInfo");
        if (linux == null) {
            return Linux.NOTHING;
        }
        linux.known(Set.of("seccomp", "ipcInfo"));
        var calls = calls(linux);
        var memory = linux.object("ipcInfo");
        if (memory == null) {
            return new Linux(calls, null, null);
        }
        memory.known(Set.of("mode", "shmSize"));
        var size = memory.has("shmSize") ? Integer.valueOf(memory.whole("shmSize", 1, 1, SHARED_MIB_MAX)) : null;
        var shares = switch (memory.text("mode")) {
            case "PRIVATE" -> Boolean.FALSE;
            case "SHARE_PARENT" -> Boolean.TRUE;
            case null, default -> {
                memory.faults().rule(memory.path("mode"), "is neither PRIVATE nor SHARE_PARENT");
                yield null;
            }
        };
        if (size != null && Boolean.TRUE.equals(shares)) {
            memory.faults().rule(memory.path("shmSize"), "can be said only where the mode is PRIVATE");
        }
        return new Linux(calls, shares, size);
    }

    private static @Nullable SystemCalls calls(Fields linux) {
        var seccomp = linux.object("seccomp");
        if (seccomp == null) {
            return null;
        }
        seccomp.known(Set.of("profileName", "unconfined"));
        var profile = seccomp.text("profileName");
        boolean unconfined = seccomp.flag("unconfined", false);
        if ((profile == null) != unconfined) {
            seccomp.faults().rule(seccomp.path("profileName"), "is needed unless unconfined is true, and not with it");
        } else if (profile != null && !profile.matches(PROFILE)) {
            seccomp.faults().rule(seccomp.path("profileName"), "is no name of a file");
        }
        return new SystemCalls(profile);
    }

    /** What an app gets; null for what its engine does otherwise. */
    static @Nullable Isolation ofApp(Linux linux, boolean hasImage, Fields container) {
        if (!hasImage) {
            refuseWithoutImage(linux, Boolean.FALSE.equals(linux.shares()), container);
        }
        var shares = linux.shares();
        return isolation(
                linux.calls(),
                shares == null ? null : new SharedMemory(shares ? Scope.NODE : Scope.CONTAINER, linux.sizeMib()));
    }

    /** What a container of a pod gets. What the pod says counts for those of its containers that say nothing. */
    static @Nullable Isolation ofContainer(Linux own, Linux pod, boolean hasImage, Fields container) {
        var shares = own.shares() == null ? pod.shares() == null ? null : Boolean.TRUE : own.shares();
        var calls = own.calls() == null ? pod.calls() : own.calls();
        var memory = shares == null ? null : shares ? ofPod(pod) : new SharedMemory(Scope.CONTAINER, own.sizeMib());
        if (!hasImage) {
            refuseWithoutImage(
                    new Linux(calls, shares, null), memory != null && memory.scope() != Scope.NODE, container);
        }
        return isolation(calls, memory);
    }

    private static SharedMemory ofPod(Linux pod) {
        return Boolean.TRUE.equals(pod.shares())
                ? new SharedMemory(Scope.NODE, null)
                : new SharedMemory(Scope.INSTANCE, pod.sizeMib());
    }

    private static void refuseWithoutImage(Linux linux, boolean ownMemory, Fields container) {
        if (linux.calls() != null && linux.calls().profile() != null) {
            container.faults().rule(container.path("linuxInfo/seccomp/profileName"), "needs an image");
        }
        if (ownMemory) {
            container
                    .faults()
                    .rule(container.path("linuxInfo/ipcInfo/mode"), "needs an image, unless all is the node's");
        }
    }

    private static @Nullable Isolation isolation(@Nullable SystemCalls calls, @Nullable SharedMemory memory) {
        return calls == null && memory == null ? null : new Isolation(calls, memory);
    }

    /** As it was written for an app. */
    static Linux ofApp(Isolation isolation) {
        var memory = isolation.memory();
        return new Linux(
                isolation.systemCalls(),
                memory == null ? null : Boolean.valueOf(memory.scope() == Scope.NODE),
                memory == null ? null : memory.sizeMib());
    }

    static ObjectNode json(Linux linux) {
        var json = Json.object();
        var calls = linux.calls();
        if (calls != null) {
            var seccomp = json.putObject("seccomp");
            if (calls.profile() != null) {
                seccomp.put("profileName", calls.profile());
            }
            seccomp.put("unconfined", calls.profile() == null);
        }
        if (linux.shares() != null) {
            var memory = json.putObject("ipcInfo").put("mode", linux.shares() ? "SHARE_PARENT" : "PRIVATE");
            if (linux.sizeMib() != null) {
                memory.put("shmSize", linux.sizeMib());
            }
        }
        return json;
    }
}

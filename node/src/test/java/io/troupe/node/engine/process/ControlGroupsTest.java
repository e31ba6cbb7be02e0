package io.troupe.node.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written into the kernel's files, tried on plain ones. */
class ControlGroupsTest {
    @TempDir
    Path mount;

    @Test
    void versionTwoLimitsMemoryAndCoresInOneGroup() throws IOException {
        Files.writeString(mount.resolve("cgroup.controllers"), "cpu memory\n");
        for (var group : new String[] {"", "troupe", "troupe/node"}) {
            Files.createDirectories(mount.resolve(group));
            Files.writeString(mount.resolve(group).resolve("cgroup.subtree_control"), "cpu memory\n");
        }
        var own = Files.createDirectories(mount.resolve("troupe/node/one"));
        Files.createFile(own.resolve("memory.swap.max"));
        try (var groups = ControlGroups.open(mount, "node")) {
            var group = groups.make("one", Resources.of(2, 64), new ResourceLimits(1_500L, 64L));
            assertThat(own.resolve("memory.max")).hasContent("67108864");
            assertThat(own.resolve("memory.swap.max")).hasContent("0");
            assertThat(own.resolve("cpu.max")).hasContent("150000 100000");
            assertThat(own.resolve("cpu.weight")).hasContent("79");
            assertThat(group.joins()).containsExactly(own.resolve("cgroup.procs"));
            assertThat(group.memoryEvents()).contains(own.resolve("memory.events"));
            assertThat(groups.describe()).isEqualTo("limits by cgroup v2");
        }
    }

    @Test
    void versionOneLimitsMemoryAndCoresInAGroupEach() throws IOException {
        Files.createDirectories(mount.resolve("memory"));
        Files.createDirectories(mount.resolve("cpu"));
        try (var groups = ControlGroups.open(mount, "node")) {
            var group = groups.make("one", Resources.of(0.5, 64), new ResourceLimits(null, 64L));
            assertThat(mount.resolve("memory/troupe/node/one/memory.limit_in_bytes"))
                    .hasContent("67108864");
            assertThat(mount.resolve("cpu/troupe/node/one/cpu.shares")).hasContent("512");
            assertThat(mount.resolve("cpu/troupe/node/one/cpu.cfs_quota_us")).doesNotExist();
            assertThat(group.joins())
                    .containsExactly(
                            mount.resolve("memory/troupe/node/one/cgroup.procs"),
                            mount.resolve("cpu/troupe/node/one/cgroup.procs"));
            assertThat(groups.all()).containsExactly("one");
        }
    }

    @Test
    void withoutControlGroupsProcessesRunUnlimitedAndTheReasonIsSaid() throws IOException {
        try (var groups = ControlGroups.open(mount, "node")) {
            assertThat(groups.make("one", Resources.of(1, 64), new ResourceLimits(null, 64L)))
                    .isEqualTo(ControlGroups.Group.NONE);
            assertThat(groups.describe())
                    .isEqualTo("no limits in force: there are no cgroups for memory and cpu below " + mount);
        }
    }
}

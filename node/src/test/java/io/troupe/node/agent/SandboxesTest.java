package io.troupe.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.troupe.node.engine.ContainerPlan.PlannedVolume;
import io.troupe.node.engine.EngineException;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.VolumeMount;
import io.troupe.protocol.workload.VolumeSpec;
import io.troupe.protocol.workload.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxesTest {
    private static final WorkloadId WEB = WorkloadId.of("/web");
    private static final InstanceId ONE = InstanceId.mint(WEB, "1");

    @TempDir
    Path folder;

    private static ContainerSpec container(String name, VolumeMount... mounts) {
        return ContainerSpec.process(name, "true", Resources.of(0.1, 16)).toBuilder()
                .mounts(List.of(mounts))
                .build();
    }

    private static WorkloadSpec spec(ContainerSpec container, VolumeSpec... volumes) {
        return WorkloadSpec.of(WEB, container).toBuilder()
                .volumes(List.of(volumes))
                .build();
    }

    @Test
    void aSharedVolumeIsOneDirectoryForAllAndASandboxesOwnIsNot() throws IOException {
        var sandboxes = new Sandboxes(folder);
        var mounts = new VolumeMount[] {
            new VolumeMount("shared", "/shared", false),
            new VolumeMount("own", "/own", true),
            new VolumeMount("host", "/host", false)
        };
        var left = container("left", mounts);
        var right = container("right", mounts);
        var spec = spec(
                left,
                new VolumeSpec("shared", new VolumeSpec.Scratch()),
                new VolumeSpec("own", new VolumeSpec.SandboxPath("a/b")),
                new VolumeSpec("host", new VolumeSpec.HostPath("/srv")));
        var home = folder.resolve(ONE.value());

        assertThat(sandboxes.volumes(ONE, spec, left))
                .containsExactly(
                        new PlannedVolume(home.resolve(".volumes/shared"), true, "/shared", false),
                        new PlannedVolume(home.resolve("left/a/b"), true, "/own", true),
                        new PlannedVolume(Path.of("/srv"), false, "/host", false));
        assertThat(sandboxes.volumes(ONE, spec, right))
                .extracting(PlannedVolume::source)
                .containsExactly(home.resolve(".volumes/shared"), home.resolve("right/a/b"), Path.of("/srv"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("left/a/b"))))
                .isEqualTo("rwxrwxrwx");

        sandboxes.remove(ONE);
        assertThat(home).doesNotExist();
    }

    @Test
    void whatBelongsToNoInstanceAnyMoreIsSweptAway() throws IOException {
        var sandboxes = new Sandboxes(folder);
        var two = InstanceId.mint(WEB, "2");
        Files.write(sandboxes.of(ONE, "main").resolve("large"), new byte[100]);
        Files.write(sandboxes.of(two, "main").resolve("stdout"), new byte[100]);
        var remains = sandboxes.unnoted();
        assertThat(remains).containsExactlyInAnyOrder(ONE.value(), two.value());

        var three = InstanceId.mint(WEB, "3");
        sandboxes.of(three, "main");
        sandboxes.sweep(remains, List.of(two));
        assertThat(folder.resolve(ONE.value())).doesNotExist();
        assertThat(folder.resolve(two.value())).isDirectory();
        assertThat(folder.resolve(three.value())).as("it came later").isDirectory();
    }

    @Test
    void aVolumeOutsideOfTheSandboxOrOfNoNameIsRefused() {
        var sandboxes = new Sandboxes(folder);
        var outside = container("main", new VolumeMount("own", "/own", false));
        var spec = spec(outside, new VolumeSpec("own", new VolumeSpec.SandboxPath("../../x")));
        assertThatThrownBy(() -> sandboxes.volumes(ONE, spec, outside))
                .isInstanceOf(EngineException.class)
                .hasMessage("the volume ../../x is outside of the sandbox");
        var unnamed = container("main", new VolumeMount("other", "/own", false));
        assertThatThrownBy(() -> sandboxes.volumes(ONE, spec, unnamed)).hasMessage("there is no volume named other");
    }

    @Test
    void whatALinkPointsToOutlivesTheInstance() throws IOException {
        var sandboxes = new Sandboxes(folder.resolve("sandboxes"));
        var media = Files.createDirectory(folder.resolve("media"));
        Files.createFile(media.resolve("song"));
        Files.createSymbolicLink(sandboxes.of(ONE, "main").resolve("media"), media);
        sandboxes.remove(ONE);
        assertThat(folder.resolve("sandboxes").resolve(ONE.value())).doesNotExist();
        assertThat(media.resolve("song")).exists();
    }
}

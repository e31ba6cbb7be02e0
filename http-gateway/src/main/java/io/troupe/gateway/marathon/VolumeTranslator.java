package io.troupe.gateway.marathon;

import io.troupe.protocol.workload.VolumeMount;
import io.troupe.protocol.workload.VolumeSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the volumes of an app's container: directories of the node or of the sandbox. */
final class VolumeTranslator {
    private static final List<String> UNSUPPORTED = List.of("persistent", "external", "secret");

    private VolumeTranslator() {}

    /** The volumes of a workload, and how its one container mounts them, in the same order. */
    record Volumes(List<VolumeSpec> volumes, List<VolumeMount> mounts) {
        Volumes {
            volumes = List.copyOf(volumes);
            mounts = List.copyOf(mounts);
        }
    }

    static Volumes volumes(Fields fields) {
        var volumes = new ArrayList<VolumeSpec>();
        var mounts = new ArrayList<VolumeMount>();
        var container = fields.object("container");
        var given = container == null ? List.<Fields>of() : container.objects("volumes");
        boolean inImage = container != null && container.has("docker");
        if (given.size() > VolumeSpec.VOLUMES_MAX) {
            fields.faults()
                    .rule(fields.path("container/volumes"), "has more than " + VolumeSpec.VOLUMES_MAX + " volumes");
        }
        var places = new HashSet<String>();
        for (var volume : given) {
            var name = "volume" + volumes.size();
            var source = source(volume);
            var mount = mount(volume, name, inImage);
            if (source != null && mount != null) {
                volumes.add(new VolumeSpec(name, source));
                mounts.add(mount);
                if (!places.add(mount.path())) {
                    volume.faults().rule(volume.path("containerPath"), "occurs twice");
                }
            }
        }
        return new Volumes(volumes, mounts);
    }

    private static VolumeSpec.@Nullable Source source(Fields volume) {
        volume.known(Set.of("containerPath", "hostPath", "mode", "persistent", "external", "secret"));
        boolean other = false;
        for (var name : UNSUPPORTED) {
            if (volume.has(name)) {
                volume.faults().unsupported(volume.path(name));
                other = true;
            }
        }
        var path = volume.text("hostPath");
        if (path == null) {
            if (!other && !volume.has("hostPath")) {
                volume.faults().rule(volume.path("hostPath"), "is needed");
            }
            return null;
        }
        if (!isPath(volume, "hostPath", path)) {
            return null;
        }
        return path.startsWith("/") ? new VolumeSpec.HostPath(path) : new VolumeSpec.SandboxPath(path);
    }

    private static @Nullable VolumeMount mount(Fields volume, String name, boolean inImage) {
        var path = volume.text("containerPath");
        if (path == null && !volume.has("containerPath")) {
            volume.faults().rule(volume.path("containerPath"), "is needed");
        }
        var mode = volume.text("mode");
        boolean readOnly = "RO".equals(mode);
        if (mode == null && !volume.has("mode") && !volume.has("secret")) {
            volume.faults().rule(volume.path("mode"), "is needed");
        } else if (mode != null && !readOnly && !mode.equals("RW")) {
            volume.faults().rule(volume.path("mode"), "is neither RO nor RW");
        }
        if (path == null || !isPath(volume, "containerPath", path)) {
            return null;
        }
        refuseWhatNeedsAnImage(volume, "containerPath", "mode", path, readOnly, inImage);
        return new VolumeMount(name, path, readOnly);
    }

    /** A process sees the node's own files: what it mounts is a link in its sandbox, and no link is read-only. */
    static void refuseWhatNeedsAnImage(
            Fields mount, String pathField, String modeField, String path, boolean readOnly, boolean inImage) {
        if (!inImage && path.startsWith("/")) {
            mount.faults().rule(mount.path(pathField), "must be relative to the sandbox where there is no image");
        }
        if (!inImage && readOnly) {
            mount.faults().rule(mount.path(modeField), "can be read-only only with an image");
        }
    }

    /** Engines give the colon a meaning; and nothing relative may lead out of where it begins. */
    static boolean isPath(Fields fields, String name, String path) {
        var fault = path.isEmpty()
                ? "must not be empty"
                : path.contains(":") || path.contains("\0")
                        ? "must not have a colon"
                        : List.of(path.split("/")).contains("..") ? "must not go up by '..'" : null;
        if (fault == null) {
            return true;
        }
        fields.faults().rule(fields.path(name), fault);
        return false;
    }
}

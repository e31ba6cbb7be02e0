package io.troupe.gateway.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.workload.VolumeMount;
import io.troupe.protocol.workload.VolumeSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the volumes of a pod and how its containers mount them. */
final class PodVolumeTranslator {
    static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    static final int NAME_CHARACTERS_MAX = 63;

    private static final int PATH_CHARACTERS_MAX = 1_024;
    private static final List<String> UNSUPPORTED = List.of("persistent", "secret");

    private PodVolumeTranslator() {}

    static List<VolumeSpec> volumes(Fields pod, ObjectNode written) {
        var volumes = new ArrayList<VolumeSpec>();
        var names = new HashSet<String>();
        var notes = Json.array();
        for (var volume : pod.objects("volumes")) {
            volume.known(Set.of("name", "host", "persistent", "secret"));
            UNSUPPORTED.stream()
                    .filter(volume::has)
                    .forEach(name -> volume.faults().unsupported(volume.path(name)));
            var name = name(volume, "name");
            var host = volume.text("host");
            if (name == null || (host != null && !VolumeTranslator.isPath(volume, "host", host))) {
                continue;
            }
            if (!names.add(name)) {
                volume.faults().rule(volume.path("name"), "occurs twice");
            }
            var note = notes.addObject().put("name", name);
            if (host != null) {
                note.put("host", host);
            }
            // A relative path lies in what the containers share.
            volumes.add(new VolumeSpec(
                    name,
                    host != null && host.startsWith("/") ? new VolumeSpec.HostPath(host) : new VolumeSpec.Scratch()));
        }
        if (volumes.size() > VolumeSpec.VOLUMES_MAX) {
            pod.faults().rule(pod.path("volumes"), "has more than " + VolumeSpec.VOLUMES_MAX + " volumes");
        }
        if (!notes.isEmpty()) {
            written.set("volumes", notes);
        }
        return volumes;
    }

    /** A name as Marathon takes it; null, and noted, if it is none. */
    static @Nullable String name(Fields fields, String field) {
        var name = fields.text(field);
        if (name == null) {
            if (!fields.has(field)) {
                fields.faults().missing(fields.path(field));
            }
            return null;
        }
        if (!NAME.matcher(name).matches() || name.length() > NAME_CHARACTERS_MAX) {
            fields.faults()
                    .rule(
                            fields.path(field),
                            "must have 1 to " + NAME_CHARACTERS_MAX
                                    + " lowercase letters, digits and dashes, with no dash at its ends");
            return null;
        }
        return name;
    }

    static List<VolumeMount> mounts(Fields container, List<VolumeSpec> volumes, boolean inImage, ObjectNode written) {
        var mounts = new ArrayList<VolumeMount>();
        var places = new HashSet<String>();
        var notes = Json.array();
        for (var given : container.objects("volumeMounts")) {
            given.known(Set.of("name", "mountPath", "readOnly"));
            var name = name(given, "name");
            var path = given.text("mountPath");
            boolean readOnly = given.flag("readOnly", false);
            if (path == null) {
                if (!given.has("mountPath")) {
                    given.faults().missing(given.path("mountPath"));
                }
                continue;
            }
            if (path.length() > PATH_CHARACTERS_MAX) {
                given.faults().rule(given.path("mountPath"), "has more than " + PATH_CHARACTERS_MAX + " characters");
                continue;
            }
            if (name == null || !VolumeTranslator.isPath(given, "mountPath", path)) {
                continue;
            }
            if (volumes.stream().noneMatch(volume -> volume.name().equals(name))) {
                given.faults().rule(given.path("name"), "names no volume of the pod");
            }
            VolumeTranslator.refuseWhatNeedsAnImage(given, "mountPath", "readOnly", path, readOnly, inImage);
            if (!places.add(path)) {
                given.faults().rule(given.path("mountPath"), "occurs twice");
            }
            var note = notes.addObject().put("name", name).put("mountPath", path);
            if (given.has("readOnly")) {
                note.put("readOnly", readOnly);
            }
            mounts.add(new VolumeMount(name, path, readOnly));
        }
        if (!notes.isEmpty()) {
            written.set("volumeMounts", notes);
        }
        return mounts;
    }
}

package io.troupe.node.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The graphics processors of this machine, as the driver of NVIDIA shows them: one device file each, named by its number. */
final class GpuDevices {
    private static final Pattern DEVICE = Pattern.compile("nvidia([0-9]{1,4})");

    private GpuDevices() {}

    /** Their numbers, in order; none if the folder of devices cannot be read. */
    static List<String> in(Path folder) {
        try (var devices = Files.newDirectoryStream(folder, "nvidia*")) {
            return StreamSupport.stream(devices.spliterator(), false)
                    .map(device -> DEVICE.matcher(device.getFileName().toString()))
                    .filter(matcher -> matcher.matches())
                    .map(matcher -> Integer.valueOf(matcher.group(1)))
                    .sorted(Comparator.naturalOrder())
                    .map(String::valueOf)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

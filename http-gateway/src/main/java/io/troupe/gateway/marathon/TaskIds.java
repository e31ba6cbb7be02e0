package io.troupe.gateway.marathon;

import io.troupe.protocol.identity.InstanceId;
import java.util.regex.Pattern;

/** Task ids: the instance id, the container's name, and which try it is, always the first because instances are never restarted. */
final class TaskIds {
    static final String SUFFIX = "._" + ContainerTranslator.NAME + ".1";

    private static final Pattern SHAPE = Pattern.compile("[^/.\\s]+(?:\\.[^/.\\s]+)+");
    private static final Pattern END = Pattern.compile("\\._?[a-z0-9-]+\\.\\d+$");

    private TaskIds() {}

    /** The end of the task id of one of several containers. */
    static String suffix(String container) {
        return "." + container + ".1";
    }

    static String of(InstanceId instance, String container) {
        return instance.value() + suffix(container);
    }

    static String of(InstanceId instance) {
        return instance.value() + SUFFIX;
    }

    /** Whether a text has the shape of a task or instance id: something of a path, a dot, something that is unique. */
    static boolean canBe(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** Takes instance ids too. */
    static String instanceOf(String taskId) {
        return END.matcher(taskId).replaceFirst("");
    }
}

package io.troupe.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The absolute path of a workload in the tree of groups, for example {@code /prod/shop/web}.
 *
 * <p>The rule for a path segment is Marathon's: lower-case letters, digits, dots and dashes, where a dash or a dot is neither first
 * nor last. The first segment is the tenant.
 */
public record WorkloadId(String path) implements Comparable<WorkloadId> {
    /** Longest path that is taken, in characters. */
    public static final int LENGTH_MAX = 512;

    private static final String LABEL = "(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])";
    private static final Pattern SEGMENT = Pattern.compile("(?:" + LABEL + "\\.)*" + LABEL);

    public WorkloadId {
        var fault = faultOf(path);
        if (fault.isPresent()) {
            throw new IllegalArgumentException("workload id '" + path + "' " + fault.get());
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WorkloadId of(String path) {
        return new WorkloadId(path);
    }

    /** What is wrong with a path, as the end of a sentence; empty if it is a valid workload id. */
    public static Optional<String> faultOf(String path) {
        if (path.length() > LENGTH_MAX) {
            return Optional.of("is longer than " + LENGTH_MAX + " characters");
        }
        if (!path.startsWith("/")) {
            return Optional.of("must be absolute: it has to start with '/'");
        }
        if (path.equals("/")) {
            return Optional.of("must name a workload, not the root of the tree");
        }
        for (var segment : path.substring(1).split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                return Optional.of(
                        "has the segment '" + segment
                                + "': a segment holds lower-case letters, digits, dots and dashes, and starts and ends with a letter or digit");
            }
        }
        return Optional.empty();
    }

    /** The segments from the tenant down, for example {@code [prod, shop, web]}. */
    public List<String> segments() {
        return Arrays.asList(path.substring(1).split("/"));
    }

    /** The first level of the path. */
    public String tenant() {
        return segments().getFirst();
    }

    /** Whether this workload lies below the group with this absolute path ({@code /} for all). */
    public boolean isBelow(String groupPath) {
        return groupPath.equals("/") || path.startsWith(groupPath + "/");
    }

    @Override
    public int compareTo(WorkloadId other) {
        return path.compareTo(other.path);
    }

    @JsonValue
    @Override
    public String toString() {
        return path;
    }
}

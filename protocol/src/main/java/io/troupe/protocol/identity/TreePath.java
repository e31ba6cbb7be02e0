package io.troupe.protocol.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * An absolute place in the tree of workload ids: a group, or a workload. {@code /} is the root, the group of all groups.
 *
 * <p>Its segments follow the rule of {@link WorkloadId}.
 */
public record TreePath(String path) implements Comparable<TreePath> {
    public static final TreePath ROOT = new TreePath("/");

    public TreePath {
        var fault = faultOf(path);
        if (fault.isPresent()) {
            throw new IllegalArgumentException("path '" + path + "' " + fault.get());
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TreePath of(String path) {
        return new TreePath(path);
    }

    public static TreePath of(WorkloadId workload) {
        return new TreePath(workload.path());
    }

    /** What is wrong with a path, as the end of a sentence; empty if it names the root, a group or a workload. */
    public static Optional<String> faultOf(String path) {
        return path.equals("/") ? Optional.empty() : WorkloadId.faultOf(path);
    }

    /**
     * The absolute form of what was written in a group: relative paths begin at this place, {@code .} stays and {@code ..} goes up. It is
     * no path yet if {@link #faultOf} finds a fault in it; to go above the root is such a fault.
     */
    public String resolved(String written) {
        if (written.startsWith("/")) {
            return written.length() > 1 && written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
        }
        var segments = new ArrayDeque<>(segments());
        for (var segment : written.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.pollLast() == null) {
                        return written;
                    }
                }
                default -> segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    public boolean isRoot() {
        return path.equals("/");
    }

    /** From the first level down; none for the root. */
    public List<String> segments() {
        return isRoot() ? List.of() : List.of(path.substring(1).split("/"));
    }

    /** The group it lies in; empty for the root. */
    public Optional<TreePath> parent() {
        if (isRoot()) {
            return Optional.empty();
        }
        int cut = path.lastIndexOf('/');
        return Optional.of(cut == 0 ? ROOT : new TreePath(path.substring(0, cut)));
    }

    /** The group of the first level that it lies in or is; empty for the root. */
    public Optional<TreePath> tenant() {
        return isRoot()
                ? Optional.empty()
                : Optional.of(new TreePath("/" + segments().getFirst()));
    }

    /** Whether it lies below that place. */
    public boolean isBelow(TreePath other) {
        return !isRoot() && (other.isRoot() || path.startsWith(other.path + "/"));
    }

    public boolean isAtOrBelow(TreePath other) {
        return equals(other) || isBelow(other);
    }

    /** Whether one of both lies in the other, or they are the same. */
    public boolean isAlong(TreePath other) {
        return isAtOrBelow(other) || other.isBelow(this);
    }

    @Override
    public int compareTo(TreePath other) {
        return path.compareTo(other.path);
    }

    @JsonValue
    @Override
    public String toString() {
        return path;
    }
}

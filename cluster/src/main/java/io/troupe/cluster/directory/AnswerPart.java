package io.troupe.cluster.directory;

import io.troupe.cluster.directory.DirectoryMessage.Answer;
import io.troupe.cluster.directory.DirectoryMessage.Living;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.List;

/** An answer in the making, which may have to fit one message between nodes. One entry always fits: else there would be no end. */
final class AnswerPart {
    static final int ENTRIES_MAX = 1_000;

    /** As text; what is sent is shorter, and is compressed besides. */
    static final int CHARACTERS_MAX = 512 << 10;

    private static final int NAME_CHARACTERS = 32;

    private final boolean names;
    private final boolean limited;
    private final List<WorkloadView> workloads = new ArrayList<>();
    private final List<DeploymentView> deployments = new ArrayList<>();
    private final List<GroupView> groups = new ArrayList<>();
    private final List<Living.Workload> workloadNames = new ArrayList<>();
    private final List<DeploymentId> deploymentNames = new ArrayList<>();
    private final List<TreePath> tenants = new ArrayList<>();
    private int entries;
    private long characters;

    private AnswerPart(boolean names, boolean limited) {
        this.names = names;
        this.limited = limited;
    }

    /** @param names whether names are asked for, and no pictures */
    static AnswerPart limited(boolean names) {
        return new AnswerPart(names, true);
    }

    /** For this node itself: nothing is measured. */
    static AnswerPart unlimited(boolean names) {
        return new AnswerPart(names, false);
    }

    /** False if it does not fit any more. */
    boolean add(WorkloadView view) {
        var fits = fits(view, view.id().path());
        if (fits && names) {
            workloadNames.add(new Living.Workload(view.id(), view.sequence()));
        } else if (fits) {
            workloads.add(view);
        }
        return fits;
    }

    /** False if it does not fit any more. */
    boolean add(DeploymentView view) {
        var fits = fits(view, view.plan().id().value());
        if (fits && names) {
            deploymentNames.add(view.plan().id());
        } else if (fits) {
            deployments.add(view);
        }
        return fits;
    }

    /** False if it does not fit any more. */
    boolean add(GroupView view) {
        var fits = fits(view, view.tenant().path());
        if (fits && names) {
            tenants.add(view.tenant());
        } else if (fits) {
            groups.add(view);
        }
        return fits;
    }

    private boolean fits(Object view, String name) {
        if (!limited) {
            return true;
        }
        // A picture holds texts of users of any length, so nothing shorter than its text tells its size.
        var more = names ? name.length() + NAME_CHARACTERS : view.toString().length();
        if (entries > 0 && (entries >= ENTRIES_MAX || characters + more > CHARACTERS_MAX)) {
            return false;
        }
        entries++;
        characters += more;
        return true;
    }

    Answer answer() {
        deployments.sort(DirectoryState.OLDEST_FIRST);
        return new Answer(workloads, deployments, groups, new Living(workloadNames, deploymentNames, tenants), true);
    }
}

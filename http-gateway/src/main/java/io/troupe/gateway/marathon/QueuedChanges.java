package io.troupe.gateway.marathon;

import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.util.Comparator;
import java.util.List;

/** Changes that wait in line: the next one is made from what the app will be after them, and of whatever it is then. */
final class QueuedChanges {
    private QueuedChanges() {}

    /** What the app will be once those in line have had their turn. */
    static WorkloadView after(WorkloadView present, List<DeploymentView> deployments) {
        var view = present;
        var changes = deployments.stream()
                .filter(deployment -> deployment.queued() && deployment.step() < 0)
                .sorted(Comparator.comparing(deployment -> deployment.plan().version()))
                .flatMap(deployment -> deployment.plan().changes().stream())
                .filter(change -> change.workload().equals(present.id()))
                .toList();
        for (var change : changes) {
            view = after(view, change.change());
        }
        return view;
    }

    private static WorkloadView after(WorkloadView view, Change change) {
        return switch (change) {
            case Change.Create create -> with(view, create.spec(), create.instances());
            case Change.Update update -> with(view, update.spec(), update.instances());
            case Change.Scale scale -> with(view, view.spec(), scale.instances());
            case Change.Restart _, Change.KillAndScale _, Change.Delete _ -> view;
        };
    }

    private static WorkloadView with(WorkloadView view, WorkloadSpec spec, int instances) {
        var target = view.target();
        return new WorkloadView(
                view.id(),
                view.sequence(),
                new Revision(view.revision().number(), view.revision().since(), spec),
                new Target(target.version(), target.at(), target.revision(), instances),
                view.revisions(),
                view.targets(),
                view.instances(),
                view.deployment(),
                view.rollout(),
                view.deleting(),
                view.launchDelay(),
                view.lastFailure(),
                view.refusals());
    }

    /** The same of whatever the app is by then. */
    static WorkloadChange unbased(WorkloadChange asked) {
        return switch (asked.change()) {
            case Change.Update update ->
                new WorkloadChange(
                        asked.workload(),
                        new Change.Update(update.spec(), update.instances(), null, update.manner()),
                        asked.note());
            case Change.Scale scale ->
                new WorkloadChange(asked.workload(), new Change.Scale(scale.instances(), null), asked.note());
            case Change.Create _, Change.Restart _, Change.KillAndScale _, Change.Delete _ -> asked;
        };
    }
}

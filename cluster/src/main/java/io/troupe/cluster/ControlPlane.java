package io.troupe.cluster;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.troupe.cluster.feed.FeedEntry;
import io.troupe.cluster.feed.FeedNews;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.node.NodeView;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.placement.Forecast;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The whole control plane as the gateway of any node sees it.
 *
 * <p>Changes are answered once they are stored. When the journal or a peer is away, a change answers a refusal with {@code ProblemCode.UNAVAILABLE} within a bounded time, and a read that
 * needs it fails with {@link Outage}. Reads of what is now come from the memory of all nodes: they need no journal, and fail with {@link Outage} while a node of the
 * cluster does not answer, rather than to leave out what lives there.
 */
public interface ControlPlane {
    /** Whether everything that lives has been recovered, so that reads are complete and changes are taken. */
    Readiness readiness();

    CompletionStage<DeploymentReply> submit(DeploymentPlan plan, OnConflict onConflict, Cause cause);

    /** @param force whether other deployments give way; else it is refused if any holds its workloads */
    default CompletionStage<DeploymentReply> submit(DeploymentPlan plan, boolean force, Cause cause) {
        return submit(plan, OnConflict.of(force), cause);
    }

    /** Stops a deployment; with {@code revert}, a new deployment of that id undoes it. */
    CompletionStage<DeploymentReply> cancel(DeploymentId deployment, @Nullable DeploymentId revert, Cause cause);

    CompletionStage<WorkloadReply> ask(WorkloadId workload, WorkloadCommand command);

    /** All workloads, by id. */
    CompletionStage<List<WorkloadView>> workloads();

    CompletionStage<Optional<WorkloadView>> workload(WorkloadId workload);

    /** The workloads above a place of the tree, at it and below it. */
    CompletionStage<List<WorkloadView>> workloadsAlong(TreePath place);

    /** What is said of groups, by tenant. Groups that are there only because of the workloads below them are not among it. */
    CompletionStage<List<GroupView>> groups();

    /** The deployments that run, oldest first. */
    CompletionStage<List<DeploymentView>> deployments();

    /** Why one more instance of the workload would or would not be placed; empty if there is no such workload. */
    CompletionStage<Optional<Explanation>> explain(WorkloadId workload);

    /** The same, if the workload had this spec. */
    CompletionStage<Optional<Explanation>> explain(WorkloadId workload, WorkloadSpec spec);

    /**
     * Where the new instances of these steps would be placed now, and why others would wait; nothing is granted and nothing changes. Empty if no broker
     * answers within some seconds. Of very many changes only the first are foreseen.
     */
    CompletionStage<Optional<Forecast>> forecast(List<Step> steps);

    CompletionStage<List<NodeView>> nodes();

    /** The journal of a workload, oldest first, also after its deletion; at most {@code entriesMax}, the newest. */
    CompletionStage<List<HistoryEntry>> history(WorkloadId workload, int entriesMax);

    /** The workload as it was; empty if it did not exist then. The answer for a past moment never changes. */
    CompletionStage<Optional<WorkloadView>> workloadAt(WorkloadId workload, Instant at);

    /** What a workload was to be by the last target that was set until then, read from its journal; empty if it did not exist then. */
    CompletionStage<Optional<Original>> definitionAt(WorkloadId workload, Instant at);

    /**
     * Everything that happens from now on, in the one order of the cluster; begins with {@link FeedNews.Began}. Fails for a listener that lags more
     * than {@code newsMax} messages behind: he begins anew, and reads in {@link #past} what he missed.
     */
    Source<FeedNews, NotUsed> feed(int newsMax);

    /** What happened after a number of the feed, in order, as far as it is kept (some days); none if nothing did. */
    CompletionStage<List<FeedEntry>> past(long after, int entriesMax);

    /** The broker gives up and begins anew, here or elsewhere, from what agents and supervisors say. */
    void abdicate();

    /** {@code host:port} of the node where the broker runs; empty while there is none. */
    Optional<String> leader();

    /** An entry of a workload's journal and its number there. */
    record HistoryEntry(long sequence, WorkloadRecord record) {}

    /**
     * @param ready whether the node answers for the cluster
     * @param waitingFor what is missing, for a person; empty when ready
     */
    record Readiness(boolean ready, String waitingFor) {}

    /** What is needed to answer is away; a later try may succeed. */
    final class Outage extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        public Outage(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }
}

package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.ANNA;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.agent.AgentCommand;
import io.troupe.cluster.agent.AgentReports;
import io.troupe.cluster.broker.BrokerCommand;
import io.troupe.cluster.broker.BrokerNews;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.WorkloadCommand;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadEvent.PlacedInstance;
import io.troupe.protocol.workload.WorkloadReply;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A workload that runs one instance on every node that is fit for it. */
class OneOnEveryNodeTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();
    private long answers;
    private long batches;

    @Test
    void itAsksWhichNodesThereAreAndWantsNothingBeforeItKnows() {
        web.change(new Change.Create(onEveryNode("one"), 0));

        assertThat(web.effects)
                .contains(new WorkloadEffect.AskBroker(
                        new BrokerCommand.Follow(WEB, web.exchange.follow().number(), web.state.revision(), 0)));
        assertThat(web.state.instances()).isEmpty();
        assertThat(web.state.rollout()).isNotNull();
    }

    @Test
    void eachFitNodeGetsOneAndThenTheDeploymentEnds() {
        running("one", "a", "b", "c");

        assertThat(places()).containsExactly("a", "b", "c");
        assertThat(web.state.wanted().instances()).isEqualTo(3);
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void whereNoNodeIsFitTheDeploymentEndsWithNone() {
        web.change(new Change.Create(onEveryNode("one"), 0));
        hear(List.of(), List.of("a"));

        assertThat(web.state.instances()).isEmpty();
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void aNodeThatJoinsGetsOneThoughNobodyAsks() {
        running("one", "a");
        hear("a", "b");
        settle();

        assertThat(places()).containsExactly("a", "b");
        assertThat(web.state.targets()).hasSize(1);
    }

    @Test
    void aNodeThatIsAwayForAWhileKeepsItsOwn() {
        running("one", "a", "b");
        hear("a");
        pass(Duration.ofMinutes(4));
        hear("a");

        assertThat(places()).containsExactly("a", "b");

        hear("a", "b");
        pass(Duration.ofMinutes(4));
        hear("a");
        assertThat(places()).containsExactly("a", "b");
    }

    @Test
    void aNodeThatIsGoneForGoodTakesItsOwnAwayAndNothingTakesItsPlace() {
        running("one", "a", "b");
        hear("a");
        pass(LastFollow.GONE_AFTER.minus(SHORT));
        web.pass(SHORT);
        hear("a");

        assertThat(places()).containsExactly("a");
        assertThat(web.state.wanted().instances()).isEqualTo(1);
        assertThat(web.events)
                .extracting(Object::getClass)
                .containsExactly(WorkloadEvent.InstancesObserved.class, WorkloadEvent.NodesFollowed.class);
    }

    @Test
    void whatComesBackAfterItWasGivenUpIsStopped() {
        running("one", "a", "b");
        var given = web.state.instances().stream()
                .filter(instance -> nodeOf(instance).equals("b"))
                .findFirst()
                .orElseThrow();
        hear("a");
        pass(LastFollow.GONE_AFTER);
        hear("a");
        report("b", InstanceState.RUNNING, given);

        assertThat(web.toldAgents())
                .anyMatch(command -> command instanceof AgentCommand.Stop stop
                        && stop.instances().equals(List.of(given.id()))
                        && stop.reason() == StopReason.UNKNOWN_TO_SUPERVISOR);
    }

    @Test
    void aNodeThatIsNotFitAnyMoreLosesItsOwnAtOnce() {
        running("one", "a", "b");
        hear(List.of("a"), List.of("b"));

        assertThat(web.events)
                .last()
                .isEqualTo(new WorkloadEvent.StopRequested(
                        web.state.instances().stream()
                                .filter(instance -> nodeOf(instance).equals("b"))
                                .map(Instance::id)
                                .toList(),
                        StopReason.NODE_UNFIT));
        settle();
        assertThat(places()).containsExactly("a");
    }

    @Test
    void aFitNodeWithoutRoomIsWaitedForAndItsWaitingOneGoesWithIt() {
        web.change(new Change.Create(onEveryNode("one"), 0));
        hear("a", "b");
        grant("a");
        report("a", InstanceState.RUNNING, on("a"));
        assertThat(web.state.rollout()).isNotNull();
        assertThat(web.state.instances())
                .extracting(Instance::state)
                .containsExactlyInAnyOrder(InstanceState.RUNNING, InstanceState.PLANNED);

        hear(List.of("a"), List.of("b"));
        assertThat(places()).containsExactly("a");
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void noGrantForANodeThatHasOneOrIsNotFollowedIsTaken() {
        running("one", "a", "b");
        web.command(new WorkloadCommand.KillInstances(List.of(on("b")[0].id()), ANNA));
        report("b", InstanceState.KILLED, on("b"));

        grant("a");
        grant("c");
        assertThat(web.state.instances())
                .extracting(Instance::state)
                .containsExactlyInAnyOrder(InstanceState.RUNNING, InstanceState.PLANNED);

        grant("b");
        assertThat(places()).containsExactly("a", "b");
    }

    @Test
    void anUpdateReplacesOneNodeAfterTheOtherAndNeverTwoStandOnOne() {
        running("one", "a", "b", "c");
        web.change(new Change.Update(onEveryNode("two"), 0, null));
        hear("a", "b", "c");

        for (var round = 0; web.state.rollout() != null; round++) {
            assertThat(round).isLessThan(50);
            assertThat(web.state.instances()).hasSizeLessThanOrEqualTo(3);
            assertThat(web.state.instances().stream().filter(Instance::ready)).hasSizeGreaterThanOrEqualTo(2);
            step();
        }
        assertThat(places()).containsExactly("a", "b", "c");
        assertThat(web.state.instances()).extracting(Instance::revision).containsOnly(2L);
    }

    @Test
    void minimumReadySaysHowManyAreReplacedAtOnce() {
        var half = onEveryNode("one").toBuilder()
                .rollout(new RolloutPolicy(0.5, 1))
                .build();
        running(half, "a", "b", "c", "d");
        web.change(new Change.Update(
                onEveryNode("two").toBuilder().rollout(half.rollout()).build(), 0, null));
        hear("a", "b", "c", "d");

        assertThat(web.state.instances().stream().filter(instance -> instance.stopping() != null))
                .hasSize(2);
        settle();
        assertThat(web.state.instances()).extracting(Instance::revision).containsOnly(2L);
        assertThat(places()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void nothingMovesBeforeTheNodesAreJudgedForTheNewRevision() {
        running("one", "a", "b");
        web.change(new Change.Update(onEveryNode("two"), 0, null));
        assertThat(web.state.instances()).allMatch(Instance::ready);

        hear(List.of("a"), List.of("b"));
        settle();
        assertThat(places()).containsExactly("a");
        assertThat(web.state.rollout()).isNull();
    }

    @Test
    void theirNumberCannotBeChanged() {
        running("one", "a");

        for (var change : List.of(new Change.Scale(3, null), new Change.KillAndScale(List.of()))) {
            var reply = web.command(new WorkloadCommand.Prepare(
                    DeploymentId.of("d9" + change.getClass().getSimpleName()), web.now, change, false, true, ANNA));
            assertThat(reply)
                    .isEqualTo(new WorkloadReply.Refused(
                            WEB, Problem.invalid("/instances", "their number follows the nodes")));
        }
    }

    @Test
    void anOlderAnswerThatComesLateIsNoNews() {
        running("one", "a", "b");
        answers -= 5;
        hear("a", "b", "c");
        assertThat(web.state.followed().nodes()).hasSize(2);
    }

    @Test
    void anAnswerOfAnOlderBrokerIsNoNews() {
        running("one", "a", "b");
        web.decide(new WorkloadInput.Broker(new BrokerNews.Nodes(
                0, web.exchange.follow().number(), ++answers, List.of(NodeId.of("c")), List.of())));
        assertThat(web.state.followed().nodes()).hasSize(2);
    }

    @Test
    void afterARecoveryItAsksAtOnceAndAgainUntilItIsAnswered() {
        running("one", "a");
        var owed = web.resume();
        assertThat(owed.effects()).anyMatch(WorkloadEffect.AskBroker.class::isInstance);

        web.exchange = owed.exchange();
        web.pass(EffectPlanner.REPEAT);
        assertThat(web.effects).anyMatch(WorkloadEffect.AskBroker.class::isInstance);
        hear("a");
        web.pass(EffectPlanner.REPEAT);
        assertThat(web.effects).noneMatch(WorkloadEffect.AskBroker.class::isInstance);
        web.pass(EffectPlanner.COMPARE);
        assertThat(web.effects).anyMatch(WorkloadEffect.AskBroker.class::isInstance);
    }

    @Test
    void aDeletionWaitsForTheNodeThatIsAwayNoLongerThanItMayBeAway() {
        running("one", "a", "b");
        web.change(new Change.Delete());
        report("a", InstanceState.KILLED, on("a"));
        assertThat(places()).containsExactly("b");

        hear("a");
        pass(LastFollow.GONE_AFTER);
        hear("a");
        assertThat(web.state.exists()).isFalse();
    }

    @Test
    void anOrdinaryWorkloadBecomesOneOnEveryNode() {
        web.change(new Change.Create(spec("one"), 3));
        hear("a", "b");
        grant("a");
        grant("a");
        grant("b");
        runAll();
        assertThat(places()).containsExactly("a", "a", "b");

        web.change(new Change.Update(onEveryNode("two"), 0, null));
        hear("a", "b");
        settle();
        assertThat(places()).containsExactly("a", "b");
        assertThat(web.state.rollout()).isNull();
    }

    // Short words.

    private static WorkloadSpec onEveryNode(String command) {
        return spec(command).toBuilder().slots(new SlotRule.EveryNode()).build();
    }

    private void running(String command, String... nodes) {
        running(onEveryNode(command), nodes);
    }

    private void running(WorkloadSpec spec, String... nodes) {
        web.change(new Change.Create(spec, 0));
        hear(nodes);
        settle();
        assertThat(web.state.rollout()).isNull();
    }

    private void hear(String... fit) {
        hear(List.of(fit), List.of());
    }

    private void hear(List<String> fit, List<String> others) {
        web.decide(new WorkloadInput.Broker(new BrokerNews.Nodes(
                1,
                web.exchange.follow().number(),
                ++answers,
                fit.stream().map(NodeId::of).toList(),
                others.stream().map(NodeId::of).toList())));
    }

    /** In steps that a supervisor takes, each with an answer of the broker. */
    private void pass(Duration time) {
        var until = web.now.plus(time);
        while (web.now.isBefore(until)) {
            var nodes = new TreeSet<>(web.state.followed().nodes());
            nodes.removeAll(web.exchange.follow().missingSince().keySet());
            web.pass(SHORT);
            hear(nodes.stream().map(NodeId::value).toArray(String[]::new));
        }
    }

    private void settle() {
        for (var round = 0; round < 50; round++) {
            step();
        }
    }

    /** Whoever waits gets a free node, what is placed runs, and what shall stop has stopped. */
    private void step() {
        var free = new TreeSet<>(web.state.followed().nodes());
        web.state.instances().stream()
                .filter(instance -> instance.place() != null)
                .forEach(instance -> free.remove(NodeId.of(nodeOf(instance))));
        free.stream().map(NodeId::value).forEach(this::grant);
        runAll();
        for (var instance : web.state.instances()) {
            if (instance.stopping() != null && instance.place() != null) {
                report(nodeOf(instance), InstanceState.KILLED, instance);
            }
        }
    }

    private void runAll() {
        for (var instance : web.state.instances()) {
            if (instance.state() == InstanceState.PLACED && instance.stopping() == null) {
                report(nodeOf(instance), InstanceState.RUNNING, instance);
            }
        }
    }

    private void grant(String node) {
        web.state.instances().stream()
                .filter(instance -> instance.state() == InstanceState.PLANNED)
                .min(Comparator.comparingInt(Instance::slot))
                .ifPresent(instance -> web.decide(new WorkloadInput.Broker(new BrokerNews.Granted(
                        1,
                        web.exchange.demand().number(),
                        List.of(new PlacedInstance(
                                instance.id(), new InstancePlace(NodeId.of(node), "10.0.0.1", List.of())))))));
    }

    private void report(String node, InstanceState seen, Instance... instances) {
        web.decide(new WorkloadInput.Agent(new AgentReports(
                NodeId.of(node),
                WEB,
                ++batches,
                Arrays.stream(instances)
                        .map(instance -> web.reportOf(instance.id(), seen))
                        .toList())));
    }

    private Instance[] on(String node) {
        return web.state.instances().stream()
                .filter(instance -> instance.place() != null && nodeOf(instance).equals(node))
                .toArray(Instance[]::new);
    }

    private static String nodeOf(Instance instance) {
        return Objects.requireNonNull(instance.place()).node().value();
    }

    private List<String> places() {
        var places = new ArrayList<String>();
        web.state.instances().stream()
                .filter(instance -> instance.place() != null)
                .forEach(instance -> places.add(nodeOf(instance)));
        places.sort(Comparator.naturalOrder());
        return places;
    }
}

package io.troupe.cluster.simulation;

import static io.troupe.cluster.simulation.Parts.PRODUCT;

import io.troupe.cluster.broker.BrokerMutations;
import io.troupe.cluster.deployment.CoordinatorMutations;
import io.troupe.cluster.group.GroupMutations;
import io.troupe.cluster.workload.SupervisorMutations;
import java.util.List;

/** All faults that are planted on purpose. */
final class Mutations {
    private Mutations() {}

    static List<Mutation> all() {
        return List.of(
                new Mutation("acknowledges before it has stored", PRODUCT.withSupervisorSite(EagerSite::new), 20),
                new Mutation(
                        "forgets launches in resume",
                        PRODUCT.withSupervisor(SupervisorMutations::resumesWithoutLaunches),
                        100),
                new Mutation(
                        "forgets stops in resume",
                        PRODUCT.withSupervisor(SupervisorMutations::resumesWithoutStops),
                        100),
                new Mutation(
                        "counts an instance it has not heard of as gone",
                        PRODUCT.withSupervisor(SupervisorMutations::countsTheSilentAsGone),
                        20),
                new Mutation("drops the lock", PRODUCT.withSupervisor(SupervisorMutations::dropsTheLock), 50),
                new Mutation(
                                "takes a grant of an old broker",
                                PRODUCT.withSupervisor(SupervisorMutations::believesOldBrokers),
                                300)
                        .in(Fault.BROKER_MOVES, Fault.BROKER_LINGERS, Fault.MESSAGE_LATE, Fault.CONTAINER_ENDS),
                new Mutation(
                                "takes a grant that answers an old demand",
                                PRODUCT.withSupervisor(SupervisorMutations::takesLateAnswers),
                                600)
                        .in(Fault.MESSAGE_LATE, Fault.START_REFUSED, Fault.CONTAINER_ENDS, Fault.JOURNAL_AWAY)
                        .asking(Request.CREATE, Request.UPDATE, Request.SCALE, Request.KILL, Request.RESTART),
                new Mutation(
                                "forgets what it refused",
                                PRODUCT.withSupervisor(SupervisorMutations::forgetsRefusals),
                                100)
                        .in(Fault.MESSAGE_LATE, Fault.MESSAGE_DOUBLED, Fault.JOURNAL_AWAY)
                        .asking(Request.CREATE, Request.UPDATE, Request.SCALE, Request.DELETE, Request.RESTART),
                new Mutation(
                        "puts two of what runs on every node on one",
                        PRODUCT.withSupervisor(SupervisorMutations::takesTwoOnOneNode)
                                .withBroker(BrokerMutations.forgetsThatEachNodeHasOne()),
                        200),
                new Mutation(
                        "does not follow the nodes that come and go",
                        PRODUCT.withSupervisor(SupervisorMutations::followsTheFirstNodes),
                        100),
                new Mutation(
                                "fills a slot while the instance that has it is being stopped",
                                PRODUCT.withSupervisor(SupervisorMutations::fillsSlotsTwice),
                                200)
                        .asking(Request.CREATE, Request.KILL),
                new Mutation(
                        "starts and stops ordinals without order",
                        PRODUCT.withSupervisor(SupervisorMutations::knowsNoOrder),
                        50),
                new Mutation(
                        "replaces all instances at once",
                        PRODUCT.withSupervisor(SupervisorMutations::replacesAllAtOnce),
                        100),
                new Mutation(
                        "replays to another state",
                        PRODUCT.withSupervisor(SupervisorMutations::appliesDifferently),
                        20),
                new Mutation(
                        "launches a failing revision without delay",
                        PRODUCT.withSupervisor(SupervisorMutations::doesNotWait),
                        200),
                new Mutation(
                        "acknowledges reports it has not stored",
                        PRODUCT.withSupervisor(SupervisorMutations::acknowledgesWithoutStoring),
                        20),
                new Mutation(
                        "replaces what is unreachable too early",
                        PRODUCT.withSupervisor(SupervisorMutations::replacesTheUnreachableAtOnce),
                        100),
                new Mutation(
                        "replaces what is to be waited for",
                        PRODUCT.withSupervisor(SupervisorMutations::replacesWhatIsWaitedFor),
                        100),
                new Mutation(
                        "lets run what it has forgotten",
                        PRODUCT.withSupervisor(SupervisorMutations::letsTheUnknownRun),
                        100),
                new Mutation("reuses a host port", PRODUCT.withAgent(AgentMutations.reusesHostPorts()), 100),
                new Mutation(
                        "lends more than the node has", PRODUCT.withAgent(AgentMutations.lendsMoreThanItHas()), 100),
                new Mutation(
                        "lends custom resources that are taken",
                        PRODUCT.withAgent(AgentMutations.lendsCustomTwice()),
                        200),
                new Mutation("forgets what has ended", PRODUCT.withAgent(AgentMutations.forgetsWhatEnded()), 1_000),
                new Mutation(
                        "says that it has stopped before it has",
                        PRODUCT.withAgent(AgentMutations.saysStoppedTooEarly()),
                        20),
                new Mutation("reports only once", PRODUCT.withAgent(AgentMutations.reportsOnce()), 200),
                new Mutation("forgets its grants", PRODUCT.withBroker(BrokerMutations.forgetsItsGrants()), 500),
                new Mutation("ignores constraints", PRODUCT.withBroker(BrokerMutations.ignoresConstraints()), 100),
                new Mutation("refuses without a reason", PRODUCT.withBroker(BrokerMutations.refusesSilently()), 100),
                new Mutation(
                                "trusts that its clock is ahead",
                                PRODUCT.withBroker(BrokerMutations.trustsItsClock()),
                                600)
                        .in(Fault.CLOCKS_DIFFER, Fault.BROKER_MOVES),
                new Mutation(
                        "accepts before locks are held",
                        PRODUCT.withCoordinator(CoordinatorMutations.acceptsAtOnce()),
                        20),
                new Mutation(
                        "counts a change under way as done",
                        PRODUCT.withCoordinator(CoordinatorMutations.completesTooEarly()),
                        50),
                new Mutation(
                        "ends without giving locks back",
                        PRODUCT.withCoordinator(CoordinatorMutations.keepsTheLocks()),
                        200),
                new Mutation(
                                "keeps groups that a late request holds",
                                PRODUCT.withCoordinator(CoordinatorMutations.ignoresHeldGroups()),
                                200)
                        .in(Fault.MESSAGE_DOUBLED, Fault.MESSAGE_LATE)
                        .asking(Request.CREATE, Request.DEFINE_GROUPS),
                new Mutation(
                        "changes groups that another deployment holds",
                        PRODUCT.withGroups(GroupMutations.preparesWhatIsHeld()),
                        200),
                new Mutation(
                        "says that groups are changed and does not change them",
                        PRODUCT.withGroups(GroupMutations.appliesNothing()),
                        20),
                new Mutation(
                                "loses what it gave back late while it waited in line",
                                PRODUCT.withCoordinator(CoordinatorMutations.losesWhatItGaveBackLate()),
                                400)
                        .in(Fault.MESSAGE_LATE, Fault.MESSAGE_DOUBLED)
                        .asking(Request.CREATE, Request.CHANGE_GROUP, Request.QUEUE),
                new Mutation(
                                "holds what it has locked while it waits in line",
                                PRODUCT.withCoordinator(CoordinatorMutations.holdsWhileItWaits()),
                                50)
                        .asking(Request.CREATE, Request.CHANGE_GROUP, Request.QUEUE),
                new Mutation(
                        "keeps a lock that came late",
                        PRODUCT.withCoordinator(CoordinatorMutations.ignoresLateLocks()),
                        1_000));
    }
}

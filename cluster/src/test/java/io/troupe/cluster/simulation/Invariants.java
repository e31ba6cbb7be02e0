package io.troupe.cluster.simulation;

import java.util.List;

/** All that must be true after every step. */
final class Invariants {
    private Invariants() {}

    static List<Invariant> of(World world) {
        return List.of(
                new NoInstanceLivesTwice(),
                new OnlyWhatIsPlacedRuns(world),
                new WhatIsGoneDoesNotRun(world),
                new NodeRunsNoMoreThanItHas(),
                new HostPortServesOne(),
                new UnreachableIsWaitedFor(),
                new ForgottenDoesNotRunOn(world),
                new StateMovesForward(),
                new NeverTwoOnOneNode(),
                new NeverTwoOfOneOrdinal(world),
                new OrdinalsKeepTheirOrder(),
                new RolloutStaysWithinBounds(),
                new PlacesKeepConstraints(world),
                new FailingRevisionWaits(),
                new LockIsTakenByForceOnly(),
                new OldBrokerIsNotBelieved(),
                new JournalBeforeAct(world),
                new AnswersAreStored(world),
                new ReplayGivesTheLiveState(world),
                new RecoveryOwesAll(),
                new DeploymentEndsOnce(world),
                new RefusedChangesNothing(world),
                new GroupsChangeTogether(world),
                new WaitingIsNotLost(world));
    }
}

package io.troupe.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChecksDecisionsTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Probe PROBE = new Probe.Command("true");
    private static final ProbeAnswer PASS = ProbeAnswer.passed(200);
    private static final ProbeAnswer FAIL = ProbeAnswer.failed(503, "HTTP 503");

    private final InstanceOnVirtualTime instance = new InstanceOnVirtualTime();

    @Test
    void aCheckIsTriedFirstAfterItsDelayAndThenAtItsRate() {
        instance.run(check(CheckPurpose.LIVENESS, 15, 0, 10, 3));
        instance.answer(0, PASS);

        instance.passSeconds(60);

        assertThat(instance.triedAtSeconds()).containsExactly(15L, 25L, 35L, 45L, 55L);
    }

    @Test
    void anInstanceIsReadyFromTheFirstSuccessOnAndNotAfterAFailure() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 1, 3));
        instance.answer(0, PASS);
        instance.passSeconds(5);
        instance.answer(0, FAIL);
        instance.passSeconds(1);

        assertThat(instance.readinessTold()).containsExactly(Readiness.READY, Readiness.NOT_READY);
    }

    @Test
    void successesThatChangeNothingAreNotTold() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 1, 3));
        instance.answer(0, PASS);

        instance.passSeconds(3_600);

        assertThat(instance.told).hasSize(1);
        assertThat(instance.tries()).isEqualTo(3_601);
    }

    @Test
    void aCheckIsExhaustedAfterSoManyFailuresInARow() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 1, 3));
        instance.answer(0, FAIL);
        instance.passSeconds(1);
        instance.answer(0, PASS);
        instance.passSeconds(1);
        instance.answer(0, FAIL);
        instance.passSeconds(2);
        assertThat(instance.result(0).exhausted()).isFalse();

        instance.passSeconds(1);

        assertThat(instance.result(0))
                .isEqualTo(new CheckResult(
                        "check0", CheckOutcome.FAILING, at(3), 3, true, 503, "HTTP 503", at(2), at(2), at(5), null));
    }

    @Test
    void failuresWithinTheGraceDoNotCountUntilTheFirstSuccess() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 30, 1, 1));
        instance.answer(0, FAIL);
        instance.passSeconds(29);
        assertThat(instance.result(0).outcome()).isEqualTo(CheckOutcome.UNKNOWN);
        assertThat(instance.result(0).message()).isEqualTo("HTTP 503");

        instance.passSeconds(1);

        assertThat(instance.result(0).exhausted()).isTrue();
    }

    @Test
    void afterASuccessTheGraceIsOver() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 30, 1, 2));
        instance.answer(0, PASS);
        instance.passSeconds(1);
        instance.answer(0, FAIL);
        instance.passSeconds(2);

        assertThat(instance.result(0).exhausted()).isTrue();
    }

    @Test
    void readinessAllowsFailuresAndNeverKills() {
        instance.run(check(CheckPurpose.READINESS, 0, 0, 1, 3));
        instance.answer(0, PASS);
        instance.passSeconds(0);
        instance.answer(0, FAIL);
        instance.passSeconds(2);
        assertThat(instance.health().readiness()).isEqualTo(Readiness.READY);

        instance.passSeconds(1);

        assertThat(instance.health().readiness()).isEqualTo(Readiness.NOT_READY);
        instance.passSeconds(100);
        assertThat(instance.result(0).exhausted()).isFalse();
    }

    @Test
    void aStartupCheckHoldsTheOthersBackAndIsOverOnceItHasPassed() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 1, 1), check(CheckPurpose.STARTUP, 0, 0, 5, 10));
        instance.answer(0, FAIL);
        instance.answer(1, FAIL);
        instance.passSeconds(9);
        assertThat(instance.result(0).outcome()).isEqualTo(CheckOutcome.UNKNOWN);

        instance.answer(0, PASS);
        instance.answer(1, PASS);
        instance.passSeconds(1);

        assertThat(instance.health().readiness()).isEqualTo(Readiness.READY);
        var tries = instance.triesOf(1);
        instance.passSeconds(60);
        assertThat(instance.triesOf(1)).isEqualTo(tries);
    }

    @Test
    void aRolloutCheckGatesUntilItHasPassedOnce() {
        instance.run(check(CheckPurpose.ROLLOUT, 0, 0, 1, null));
        instance.answer(0, FAIL);
        instance.passSeconds(5);
        assertThat(instance.health().readiness()).isEqualTo(Readiness.NOT_READY);

        instance.answer(0, PASS);
        instance.passSeconds(1);
        instance.answer(0, FAIL);
        instance.passSeconds(100);

        assertThat(instance.health().readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void nothingFollowsFromAnObservedCheck() {
        instance.run(check(CheckPurpose.OBSERVED, 0, 0, 1, null));
        instance.answer(0, FAIL);
        instance.passSeconds(5);

        assertThat(instance.health().readiness()).isEqualTo(Readiness.READY);
        assertThat(instance.result(0).failing()).isTrue();
    }

    @Test
    void endlessFailuresAreToldEverMoreSeldom() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 60, null));
        instance.answer(0, FAIL);

        instance.passSeconds(60 * 1_000);

        assertThat(instance.failuresTold()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 32, 64, 128, 256, 512);
    }

    @Test
    void anAnswerThatSaysNothingChangesNothing() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 1, 1));
        instance.answer(0, new ProbeAnswer(ProbeAnswer.Verdict.IGNORED, 100, "", null));

        instance.passSeconds(10);

        assertThat(instance.told).isEmpty();
        assertThat(instance.tries()).isEqualTo(11);
    }

    @Test
    void anAdoptedInstanceIsUnknownUntilAllItsGatesHaveSpoken() {
        instance.adopt(check(CheckPurpose.LIVENESS, 0, 0, 1, 3), check(CheckPurpose.READINESS, 0, 0, 1, null));
        instance.answer(0, PASS);
        instance.answer(1, new ProbeAnswer(ProbeAnswer.Verdict.IGNORED, 100, "", null));
        instance.passSeconds(2);
        assertThat(instance.told).isEmpty();

        instance.answer(1, PASS);
        instance.passSeconds(1);

        assertThat(instance.readinessTold()).containsExactly(Readiness.READY);
    }

    @Test
    void aSlowTryDelaysOnlyItself() {
        instance.run(check(CheckPurpose.LIVENESS, 0, 0, 1, 3), check(CheckPurpose.LIVENESS, 0, 0, 1, 3));
        instance.answer(1, PASS);

        instance.passSeconds(10);

        assertThat(instance.triesOf(0)).isEqualTo(1);
        assertThat(instance.triesOf(1)).isEqualTo(11);
    }

    @Test
    void anInstanceWithGatesIsNotReadyToBeginWith() {
        var plan = List.of(new ContainerCheck("main", check(CheckPurpose.LIVENESS, 0, 0, 1, 3)));

        assertThat(ChecksState.untried(plan, START))
                .isEqualTo(new Health(Readiness.NOT_READY, List.of(CheckResult.untried("check", START))));
        assertThat(ChecksState.starting(InstanceId.of("web_a.instance-1"), plan, START, false, START)
                        .health())
                .isEqualTo(ChecksState.untried(plan, START));
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private static CheckSpec check(CheckPurpose purpose, int delay, int grace, int interval, @Nullable Integer max) {
        return CheckSpec.of("check", purpose, PROBE)
                .withTimes(
                        Duration.ofSeconds(delay),
                        Duration.ofSeconds(grace),
                        Duration.ofSeconds(interval),
                        Duration.ofSeconds(1))
                .withFailuresMax(max);
    }
}

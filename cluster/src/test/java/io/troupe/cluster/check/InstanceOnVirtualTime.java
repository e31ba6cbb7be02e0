package io.troupe.cluster.check;

import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** An instance whose checks are tried on virtual time; a check without an answer does not return. */
final class InstanceOnVirtualTime {
    private static final InstanceId ID = InstanceId.of("web_a.instance-1");

    private record Wake(Instant at, int check) {}

    final List<Health> told = new ArrayList<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(java.util.Comparator.comparing(Wake::at));
    private final Map<Integer, ProbeAnswer> answers = new HashMap<>();
    private final List<Integer> tried = new ArrayList<>();
    private final List<Instant> triedAt = new ArrayList<>();
    private final Instant start = Instant.parse("2026-11-23T10:00:00Z");
    private Instant now = start;
    private @Nullable ChecksState state;

    void run(CheckSpec... specs) {
        begin(false, specs);
    }

    void adopt(CheckSpec... specs) {
        begin(true, specs);
    }

    private void begin(boolean adopted, CheckSpec... specs) {
        var plan = new ArrayList<ContainerCheck>();
        for (var spec : specs) {
            plan.add(new ContainerCheck(
                    "main",
                    new CheckSpec(
                            spec.name() + plan.size(),
                            spec.purpose(),
                            spec.probe(),
                            spec.delay(),
                            spec.grace(),
                            spec.interval(),
                            spec.timeout(),
                            spec.failuresMax(),
                            false)));
        }
        take(ChecksDecisions.begin(ChecksState.starting(ID, plan, start, adopted, now)));
    }

    void answer(int check, ProbeAnswer answer) {
        answers.put(check, answer);
    }

    void passSeconds(long seconds) {
        var until = now.plusSeconds(seconds);
        while (!wakes.isEmpty() && !wakes.peek().at().isAfter(until)) {
            var wake = wakes.remove();
            now = wake.at().isAfter(now) ? wake.at() : now;
            decide(new CheckInput.Due(wake.check()));
        }
        now = until;
    }

    private void decide(CheckInput input) {
        take(ChecksDecisions.decide(present(), input, now));
    }

    private void take(ChecksDecisions.Decision decision) {
        state = decision.state();
        for (var effect : decision.effects()) {
            switch (effect) {
                case CheckEffect.Try(var check) -> {
                    tried.add(check);
                    triedAt.add(now);
                    var answer = answers.get(check);
                    if (answer != null) {
                        decide(new CheckInput.Answered(check, answer));
                    }
                }
                case CheckEffect.Wake(var check, var at) -> wakes.add(new Wake(at, check));
                case CheckEffect.Tell(var health) -> told.add(health);
            }
        }
    }

    private ChecksState present() {
        if (state == null) {
            throw new IllegalStateException("nothing runs");
        }
        return state;
    }

    Health health() {
        return present().health();
    }

    CheckResult result(int check) {
        return present().checks().get(check).result();
    }

    List<Readiness> readinessTold() {
        return told.stream().map(Health::readiness).toList();
    }

    List<Integer> failuresTold() {
        return told.stream()
                .map(health -> health.results().getFirst().failures())
                .toList();
    }

    List<Long> triedAtSeconds() {
        return triedAt.stream()
                .map(at -> Duration.between(start, at).toSeconds())
                .toList();
    }

    int tries() {
        return tried.size();
    }

    long triesOf(int check) {
        return tried.stream().filter(one -> one == check).count();
    }
}

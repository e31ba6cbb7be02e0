package io.troupe.cluster.simulation;

import io.troupe.cluster.agent.AgentCommand.Assignment;
import io.troupe.cluster.agent.AgentInput.Found;
import io.troupe.cluster.agent.AgentInput.Stage;
import io.troupe.cluster.check.CheckPlan;
import io.troupe.cluster.runner.RunnerInput;
import io.troupe.cluster.runner.RunnerInput.Failure;
import io.troupe.cluster.runner.RunnerStep;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does on virtual time what a runner's calls in the node module do: one step at the engines, answered some time later, or never. */
final class CallsStandIn {
    private final InstanceId id;
    private final Set<EngineKind> kinds;
    private final Engine engine;
    private final Site site;
    private final Weather weather;
    private final Consumer<RunnerInput> answers;
    private final Set<Long> underway = new HashSet<>();
    private @Nullable Brief brief;

    private record Brief(Revision revision, Assignment assignment, Instant since) {}

    CallsStandIn(
            InstanceId id,
            Set<EngineKind> kinds,
            Engine engine,
            Site site,
            Weather weather,
            Consumer<RunnerInput> answers) {
        this.id = id;
        this.kinds = kinds;
        this.engine = engine;
        this.site = site;
        this.weather = weather;
        this.answers = answers;
    }

    static EngineKind kindOf(ContainerSpec container) {
        return container.image() == null ? EngineKind.PROCESSES : EngineKind.IMAGES;
    }

    /** What is to be run; before the first call. */
    void brief(Revision revision, Assignment assignment) {
        if (brief == null) {
            brief = new Brief(revision, assignment, site.now());
        }
    }

    /** The engines do it at some time, and it is heard of at a later one, if the JVM lives. */
    void make(long number, RunnerStep step) {
        underway.add(number);
        weather.atEngine(() -> perform(number, step));
    }

    private void perform(long number, RunnerStep step) {
        if (!(step instanceof RunnerStep.Prepare) && weather.callGetsLost()) {
            return;
        }
        if (!engine.answers(kinds)) {
            answer(weather.engineMillis(), new RunnerInput.Failed(number, Failure.OUTAGE, "it does not answer"));
            return;
        }
        switch (step) {
            case RunnerStep.Prepare(var index) -> {
                if (index == 0) {
                    engine.note(note());
                }
                prepare(number);
            }
            case RunnerStep.Create(var index) -> {
                var container = engine.create(identity(index));
                answer(
                        weather.engineMillis(),
                        container.state() == Container.State.ENDED
                                ? new RunnerInput.Failed(number, Failure.HAS_RUN, "it has run")
                                : new RunnerInput.Created(
                                        number, container.identity().id()));
            }
            case RunnerStep.Start(var index, var container) ->
                answer(
                        weather.engineMillis(),
                        !weather.refusesToStart() && engine.start(container)
                                ? new RunnerInput.Done(number)
                                : new RunnerInput.Failed(number, Failure.REFUSED, "it cannot be started"));
            case RunnerStep.Look look ->
                answer(weather.engineMillis(), new RunnerInput.Looked(number, List.of(), ending()));
            case RunnerStep.Stop(var grace) -> stop(number, grace);
            case RunnerStep.Discard discard -> {
                discard();
                answer(weather.engineMillis(), new RunnerInput.Done(number));
            }
            case RunnerStep.Clear clear -> {
                discard();
                engine.dropNote(id);
                answer(weather.engineMillis(), new RunnerInput.Done(number));
            }
        }
    }

    private void prepare(long number) {
        long pulling = weather.pullMillis();
        if (pulling > 0) {
            hear(() -> answers.accept(new RunnerInput.Progressed(number, "fetching")));
        }
        answer(
                weather.engineMillis() + pulling,
                weather.pullFails()
                        ? new RunnerInput.Failed(number, Failure.REFUSED, "there is no such image")
                        : new RunnerInput.Done(number));
    }

    private void stop(long number, Duration grace) {
        long longest = 0;
        for (Container part : parts()) {
            longest = Math.max(longest, engine.stop(part, grace));
        }
        site.after(Duration.ofMillis(longest + weather.engineMillis()), () -> {
            if (engine.answers(kinds)) {
                answer(
                        weather.engineMillis(),
                        new RunnerInput.Stopped(number, Objects.requireNonNullElse(ending(), Ending.UNKNOWN)));
            } else {
                answer(weather.engineMillis(), new RunnerInput.Failed(number, Failure.OUTAGE, "it does not answer"));
            }
        });
    }

    /** A call that waits comes to its end; what the engine has begun goes on. */
    void interrupt(long number) {
        if (!weather.callIgnoresInterrupt()) {
            answer(weather.engineMillis(), new RunnerInput.Failed(number, Failure.OUTAGE, "interrupted"));
        }
    }

    private void answer(long millis, RunnerInput answer) {
        long number = Objects.requireNonNull(numberOf(answer));
        site.after(Duration.ofMillis(millis), () -> {
            if (underway.remove(number)) {
                answers.accept(answer);
            }
        });
    }

    private void hear(Runnable act) {
        site.after(Duration.ofMillis(weather.engineMillis()), act);
    }

    private static @Nullable Long numberOf(RunnerInput answer) {
        return switch (answer) {
            case RunnerInput.Done done -> done.call();
            case RunnerInput.Created created -> created.call();
            case RunnerInput.Looked looked -> looked.call();
            case RunnerInput.Stopped stopped -> stopped.call();
            case RunnerInput.Failed failed -> failed.call();
            case RunnerInput.Progressed progressed -> progressed.call();
            case RunnerInput.Run run -> null;
            case RunnerInput.Stop stop -> null;
            case RunnerInput.Remove remove -> null;
            case RunnerInput.Tick tick -> null;
        };
    }

    private void discard() {
        parts().forEach(part -> engine.remove(part.identity().id()));
    }

    private List<Container> parts() {
        return engine.of(id).stream()
                .filter(container -> kinds.contains(container.identity().kind()))
                .toList();
    }

    private @Nullable Ending ending() {
        return Listing.ending(parts());
    }

    private Container.Identity identity(int index) {
        var what = Objects.requireNonNull(brief);
        var spec = what.revision().spec();
        var container = spec.containers().get(index);
        return new Container.Identity(
                id + "." + container.name(),
                container.name(),
                kindOf(container),
                id,
                spec.id(),
                what.revision().number(),
                what.assignment().place(),
                spec.resources(),
                container.resources(),
                what.since());
    }

    private Found note() {
        var what = Objects.requireNonNull(brief);
        var spec = what.revision().spec();
        var plan = CheckPlan.of(spec, what.assignment().place());
        return new Found(
                id,
                spec.id(),
                what.assignment().place(),
                spec.resources(),
                kinds,
                spec.containers().stream().map(ContainerSpec::name).toList(),
                List.of(),
                Stage.HALF_CREATED,
                null,
                what.since(),
                plan == null ? List.of() : plan.checks());
    }
}

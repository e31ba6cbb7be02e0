package io.troupe.cluster.runner;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a start is: each container is prepared and created, then each is started, then they are looked at.
 *
 * @param containers how many are to run
 * @param withAddresses whether they have to be looked at after their start
 * @param position how many steps are done
 * @param created the engine's ids of the containers created so far
 */
record StartProgress(int containers, boolean withAddresses, int position, List<String> created) {
    static final StartProgress NONE = new StartProgress(0, false, 0, List.of());

    StartProgress {
        created = List.copyOf(created);
    }

    static StartProgress of(RunnerInput.Run run) {
        return new StartProgress(run.containers(), run.withAddresses(), 0, List.of());
    }

    RunnerStep next() {
        if (position < 2 * containers) {
            var index = position / 2;
            return position % 2 == 0 ? new RunnerStep.Prepare(index) : new RunnerStep.Create(index);
        }
        var index = position - 2 * containers;
        return index < containers ? new RunnerStep.Start(index, created.get(index)) : new RunnerStep.Look();
    }

    /** @param container the engine's id, if one was created */
    StartProgress advanced(@Nullable String container) {
        var now = container == null
                ? created
                : Stream.concat(created.stream(), Stream.of(container)).toList();
        return new StartProgress(containers, withAddresses, position + 1, now);
    }

    /** Whether all is done, and there is nothing to look at. */
    boolean isOver() {
        return !withAddresses && position == 3 * containers;
    }
}

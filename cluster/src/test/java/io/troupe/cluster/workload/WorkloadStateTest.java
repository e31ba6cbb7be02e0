package io.troupe.cluster.workload;

import static io.troupe.cluster.workload.WorkloadOnVirtualTime.WEB;
import static io.troupe.cluster.workload.WorkloadOnVirtualTime.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkloadStateTest {
    private final WorkloadOnVirtualTime web = new WorkloadOnVirtualTime();

    @Test
    void aRevisionThatIsInUseIsNeverForgotten() {
        web.change(new Change.Create(spec("run"), 1));
        web.settle();
        for (var number = 2; number <= 130; number++) {
            web.change(new Change.Update(spec("run " + number), 1, null), true);
        }
        assertThat(web.state.revisions())
                .hasSize(WorkloadState.REVISIONS_MAX)
                .extracting(Revision::number)
                .contains(1L, 130L);
        assertThat(web.state.targets())
                .hasSize(WorkloadState.TARGETS_MAX)
                .extracting(Target::version)
                .contains(130L)
                .doesNotContain(30L);
        assertThat(web.state.ended()).hasSize(WorkloadState.ENDED_MAX);
    }

    @Test
    void targetsOfOneInstantAreStillInOrderOfTime() {
        web.change(new Change.Create(spec("run"), 0));
        web.change(new Change.Scale(0, null));
        assertThat(web.state.targets().get(1).at())
                .isEqualTo(web.state.targets().get(0).at().plusMillis(1));
    }

    @Test
    void theJournalTellsWhatTheWorkloadWasAtATime() {
        var before = web.now;
        web.pass(Duration.ofSeconds(1));
        web.change(new Change.Create(spec("run"), 0));
        var created = web.now;
        web.pass(Duration.ofSeconds(1));
        web.change(new Change.Update(spec("walk"), 0, null));
        var updated = web.now;
        web.pass(Duration.ofSeconds(1));
        web.change(new Change.Delete());

        assertThat(WorkloadReplay.at(WEB, web.journal, before)).isEmpty();
        assertThat(WorkloadReplay.at(WEB, web.journal, created).orElseThrow().spec())
                .isEqualTo(spec("run"));
        assertThat(WorkloadReplay.at(WEB, web.journal, updated).orElseThrow().spec())
                .isEqualTo(spec("walk"));
        assertThat(WorkloadReplay.at(WEB, web.journal, web.now)).isEmpty();
    }
}

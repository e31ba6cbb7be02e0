package io.troupe.gateway.troupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.placement.Explanation;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.WorkloadSpec;
import io.troupe.protocol.workload.WorkloadView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationJsonTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final WorkloadId WEB = WorkloadId.of("/web");

    @Test
    void aCheckThatFailsIsNamedWithWhatItMetAlsoWhileEnoughOthersServe() {
        var view = view(instance(1, null), instance(2, failing()));

        var json = ExplanationJson.json(view, new Explanation(WEB, AT, 0, List.of()), AT);

        assertThat(json.get("reasons"))
                .extracting(reason -> reason.asText())
                .containsExactly(
                        "1 of 1 wanted instances run.",
                        "1 runs and is not ready.",
                        "web.instance-2 on n1: check http has failed 2 times in a row: HTTP 503.");
        assertThat(json.at("/checks/0/instance").asText()).isEqualTo("web.instance-2");
        assertThat(json.at("/checks/0/message").asText()).isEqualTo("HTTP 503");
    }

    private static Health failing() {
        var result = new CheckResult("http", CheckOutcome.FAILING, AT, 2, false, 503, "HTTP 503", null, null, AT, null);
        return new Health(Readiness.NOT_READY, List.of(result));
    }

    private static Instance instance(int number, @Nullable Health health) {
        var id = InstanceId.of("web.instance-" + number);
        return Instance.planned(id, 0, 1, 1, AT)
                .withPlace(new InstancePlace(NodeId.of("n1"), "127.0.0.1", List.of()), AT)
                .withReport(InstanceReport.seen(id, InstanceState.RUNNING, AT).withHealth(health));
    }

    private static WorkloadView view(Instance... instances) {
        var revision = new Revision(
                1, AT, WorkloadSpec.of(WEB, ContainerSpec.process("main", "serve", Resources.of(0.1, 16))));
        var target = new Target(1, AT, 1, 1);
        return new WorkloadView(
                WEB,
                1,
                revision,
                target,
                List.of(revision),
                List.of(target),
                List.of(instances),
                null,
                false,
                null,
                null,
                null);
    }
}

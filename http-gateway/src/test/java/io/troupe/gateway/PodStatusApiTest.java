package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.WorkloadView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code /v2/pods/::status} says of pods, their instances and containers. */
class PodStatusApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    private static WorkloadView withFirst(WorkloadView view, Instance first) {
        var instances = new ArrayList<>(view.instances());
        instances.set(0, first);
        return Retouched.of(view).instances(instances).view();
    }

    @Test
    void theStatusSaysHowEachContainerIs() {
        ShopPod.create(gateway);
        var status = gateway.get("/v2/pods/shop/pod::status").json();
        assertThat(status.path("status").asText()).as("not checked yet").isEqualTo("DEGRADED");
        assertThat(status.path("spec"))
                .isEqualTo(gateway.get("/v2/pods/shop/pod").json());
        var instance = status.at("/instances/0");
        assertThat(instance.path("status").asText()).isEqualTo("DEGRADED");
        assertThat(instance.path("message").asText()).isEqualTo("at least one container is not healthy");
        assertThat(instance.path("agentHostname").asText()).isEqualTo(FakeControlPlane.HOST);
        assertThat(instance.at("/resources/cpus").asDouble()).isEqualTo(0.7);
        assertThat(instance.at("/resources/mem").asInt()).isEqualTo(128);
        assertThat(gateway.get(instance.path("specReference").asText()).status())
                .isEqualTo(200);
        var front = instance.at("/containers/0");
        assertThat(front.path("name").asText()).isEqualTo("front");
        assertThat(front.path("status").asText()).isEqualTo("TASK_RUNNING");
        assertThat(front.path("containerId").asText())
                .isEqualTo(instance.path("id").asText() + ".front.1");
        assertThat(front.at("/endpoints/0/allocatedHostPort").asInt()).isPositive();
        assertThat(front.at("/endpoints/1/name").asText()).isEqualTo("admin");
        assertThat(front.at("/endpoints/1").has("allocatedHostPort")).isFalse();
        assertThat(front.at("/conditions/0/name").asText()).isEqualTo("healthy");
        assertThat(front.at("/conditions/0/value").asText()).isEqualTo("false");
        assertThat(instance.at("/containers/1/conditions")).isEmpty();
        assertThat(gateway.get("/v2/pods/::status").json()).containsExactly(status);
        assertThat(gateway.get("/v2/pods/nothing::status").status()).isEqualTo(404);
    }

    @Test
    void aPodWithoutChecksIsStableOnceItRuns() {
        var pod = gateway.send(
                "POST",
                "/v2/pods",
                ShopPod.DEFINITION.replace("\"healthCheck\": {\"http\": {\"endpoint\": \"http\"}},", ""));
        assertThat(pod.status()).isEqualTo(201);
        var status = gateway.get("/v2/pods/shop/pod::status").json();
        assertThat(status.path("status").asText()).isEqualTo("STABLE");
        assertThat(status.at("/instances/1/status").asText()).isEqualTo("STABLE");
    }

    @Test
    void aContainerThatHasEndedSaysHow() {
        ShopPod.create(gateway);
        var view = gateway.plane.present("/shop/pod");
        var instance = view.instances().getFirst();
        var report = InstanceReport.seen(
                        instance.id(), InstanceState.RUNNING, view.target().at())
                .withEndings(List.of(new ContainerEnding("side", new Ending(0, false))));
        gateway.plane.put(withFirst(view, instance.withReport(report)));
        var side = gateway.get("/v2/pods/shop/pod::status").json().at("/instances/0/containers/1");
        assertThat(side.path("status").asText()).isEqualTo("TASK_FINISHED");
        assertThat(side.at("/termination/exitCode").asInt()).isZero();
    }

    @Test
    void thoseThatFailedAreInTheHistoryOfTerminations() {
        ShopPod.create(gateway);
        var view = gateway.plane.present("/shop/pod");
        var instance = view.instances().getFirst();
        var failed = instance.withReport(InstanceReport.seen(
                        instance.id(), InstanceState.FAILED, view.target().at().plusSeconds(5))
                .withEnding(new Ending(3, false))
                .withEndings(List.of(
                        new ContainerEnding("front", new Ending(3, false)),
                        new ContainerEnding("side", new Ending(143, false))))
                .withMessage("container front ended by itself with exit code 3"));
        gateway.plane.put(Retouched.of(view).lastFailure(failed).view());
        var history = gateway.get("/v2/pods/::status").json().at("/0/terminationHistory/0");
        assertThat(history.path("instanceID").asText()).isEqualTo(instance.id().value());
        assertThat(history.path("message").asText()).isEqualTo("container front ended by itself with exit code 3");
        assertThat(history.at("/containers/0/containerId").asText())
                .isEqualTo(instance.id().value() + ".front.1");
        assertThat(history.at("/containers/0/lastKnownState").asText()).isEqualTo("TASK_FAILED");
        assertThat(history.at("/containers/1/termination/exitCode").asInt()).isEqualTo(143);
    }
}

package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.problem.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String measured() {
        return gateway.get("/metrics").text();
    }

    @Test
    void theTextIsValidAndSaysInWhichForm() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        gateway.get("/v1/workloads/web/history");
        measured();
        var answer = gateway.get("/metrics/prometheus");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=UTF-8");
        assertThat(PrometheusText.faultsOf(answer.text())).isEmpty();
    }

    @Test
    void whatIsNotValidIsFound() {
        assertThat(PrometheusText.faultsOf("a 1\n")).isNotEmpty();
        assertThat(PrometheusText.faultsOf("# HELP a_total b\n# TYPE a_total gauge\na_total 1\n"))
                .isNotEmpty();
        assertThat(PrometheusText.faultsOf("# HELP a b\n# TYPE a gauge\na 1\na 2\n"))
                .isNotEmpty();
        assertThat(PrometheusText.faultsOf("# HELP a b\n# TYPE a gauge\na 1\n")).isEmpty();
    }

    @Test
    void requestsAndChangesAreCountedAndTimed() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        gateway.plane.refuseNext(Problem.of(ProblemCode.TOO_MANY, "too many"));
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"y\"}");
        gateway.plane.outage(true);
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"z\"}");
        gateway.get("/v1/workloads/web/history");
        assertThat(measured())
                .contains("troupe_http_requests_total{code=\"201\",method=\"PUT\"} 1.0")
                .contains("troupe_http_requests_total{code=\"403\",method=\"PUT\"} 1.0")
                .contains("troupe_http_requests_total{code=\"503\",method=\"PUT\"} 1.0")
                .contains("troupe_http_request_seconds_count{method=\"PUT\"} 3")
                .contains("troupe_change_seconds_count{outcome=\"stored\"} 1")
                .contains("troupe_change_seconds_count{outcome=\"refused\"} 1")
                .contains("troupe_change_seconds_count{outcome=\"unavailable\"} 1")
                .contains("troupe_change_seconds_bucket{outcome=\"stored\",le=\"10.0\"} 1")
                .contains("troupe_journal_read_seconds_count{outcome=\"unavailable\"} 1");
    }

    @Test
    void theClusterIsCounted() {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\", \"instances\": 3}");
        assertThat(measured())
                .contains("troupe_workloads 1.0")
                .contains("troupe_instances_wanted 3.0")
                .contains("troupe_instances{state=\"running\"} 3.0")
                .contains("troupe_instances{state=\"planned\"} 0.0")
                .contains("troupe_queue_instances 0.0")
                .contains("troupe_deployments 0.0")
                .contains("troupe_nodes 1.0")
                .contains("troupe_node_used_cpus{node=\"n1\"} 1.5")
                .contains("troupe_node_used_memory_bytes{node=\"n1\"} 5.36870912E8");
    }
}

package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples in the description of our own API have the fields that the answers have. */
class ApiExamplesTest {
    private static final Path DESCRIPTION = Path.of("..", "docs", "api", "v1.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("## `GET /v1/([^`\\[]+)[^#]*?```json\\n(.*?)```", Pattern.DOTALL);

    /** What is cut short in the examples, or may be absent. */
    private static final Set<String> OPEN = Set.of("spec", "detail", "attributes");

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void examplesHaveTheFieldsOfTheAnswers() throws IOException {
        gateway.send("PUT", "/v2/apps/web", "{\"cmd\": \"x\"}");
        var plan = DeploymentPlan.of(DeploymentId.of("d1"), Instant.EPOCH, WorkloadId.of("/web"), new Change.Restart());
        gateway.plane.put(new DeploymentView(plan, Cause.of("anna", "x"), false, 0, plan.workloads(), null));
        var instance = gateway.plane.present("/web").instances().getFirst().id().value();
        var examples = EXAMPLE.matcher(Files.readString(DESCRIPTION));
        var compared = new ArrayList<String>();
        while (examples.find()) {
            var path = examples.group(1).strip();
            var answer = gateway.get("/v1/" + path.replace("{id}", "web")).json();
            var node = switch (path) {
                case "nodes" -> answer.at("/nodes/0");
                case "workloads" -> answer.at("/workloads/0");
                case "deployments" -> answer.at("/deployments/0");
                case "instances" -> gateway.get("/v1/instances/" + instance).json();
                default -> answer;
            };
            assertThat(shape(RunningGateway.parse(examples.group(2)), ""))
                    .as(path)
                    .containsAll(top(node));
            assertThat(shape(node, "")).as(path).containsAll(top(RunningGateway.parse(examples.group(2))));
            compared.add(path);
        }
        assertThat(compared)
                .contains("nodes", "workloads", "workloads/{id}/history", "workloads/{id}/explain", "instances");
    }

    /** The names of an object's fields, with those of its objects and of the first elements of its arrays below them. */
    private static List<String> shape(JsonNode node, String path) {
        var names = new ArrayList<String>();
        if (node.isArray() && !node.isEmpty()) {
            names.addAll(shape(node.get(0), path));
        }
        node.properties().forEach(field -> {
            var name = path + "/" + field.getKey();
            names.add(name);
            if (!OPEN.contains(field.getKey())) {
                names.addAll(shape(field.getValue(), name));
            }
        });
        return names;
    }

    private static List<String> top(JsonNode node) {
        return shape(node, "").stream().filter(name -> name.indexOf('/', 1) < 0).toList();
    }
}

package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups of the first level that enforce their role, and what lies below them. */
class GroupRolesApiTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String roleOf(String app) {
        return gateway.get(app).json().at("/app/role").asText();
    }

    private void assertRefused(String path, String body, String field) {
        var answer = gateway.send("PUT", path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().at("/details/0/path").asText()).isEqualTo(field);
    }

    @Test
    void theRoleOfAFirstLevelGroupIsEnforcedOrNot() {
        Shop.create(gateway);
        assertThat(gateway.send("PATCH", "/v2/groups/shop", "{\"enforceRole\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.get("/v2/groups/shop").json().get("enforceRole").asBoolean())
                .isTrue();
        assertThat(gateway.send("PATCH", "/v2/groups/nobody", "{\"enforceRole\": true}")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.send("PATCH", "/v2/groups/shop/back", "{\"enforceRole\": true}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void belowAGroupThatEnforcesItsRoleWorkloadsHaveIt() {
        Shop.create(gateway);
        assertThat(roleOf("/v2/apps/shop/web")).isEqualTo("*");
        gateway.send("PATCH", "/v2/groups/shop", "{\"enforceRole\": true}");

        assertThat(gateway.send("PUT", "/v2/apps/shop/new", "{\"cmd\": \"x\"}").status())
                .isEqualTo(201);
        assertThat(roleOf("/v2/apps/shop/new")).isEqualTo("shop");
        assertThat(gateway.get("/v2/apps/shop/new/tasks")
                        .json()
                        .at("/tasks/0/role")
                        .asText())
                .isEqualTo("shop");
        assertRefused("/v2/apps/shop/other", "{\"cmd\": \"x\", \"role\": \"*\"}", "/role");
        assertRefused("/v2/apps/shop/other", "{\"cmd\": \"x\", \"role\": \"store\"}", "/role");
        assertRefused(
                "/v2/apps/shop/other",
                "{\"cmd\": \"x\", \"acceptedResourceRoles\": [\"store\"]}",
                "/acceptedResourceRoles");
        assertThat(gateway.send("PUT", "/v2/apps/shop/web", "{\"cmd\": \"y\"}").status())
                .as("what is there keeps the role that it has")
                .isEqualTo(200);
        assertThat(roleOf("/v2/apps/shop/web")).isEqualTo("*");
        gateway.send("PUT", "/v2/apps/shop/web", "{\"role\": \"shop\"}");
        assertThat(roleOf("/v2/apps/shop/web")).isEqualTo("shop");
        assertRefused("/v2/apps/shop/web", "{\"role\": \"*\"}", "/role");
    }

    @Test
    void aGroupThatIsMadeToEnforceItsRoleGivesItToWhatIsMadeWithIt() {
        var answer = gateway.send("POST", "/v2/groups", """
                {"id": "/dev", "enforceRole": true, "apps": [{"id": "web", "cmd": "x"}],
                 "groups": [{"id": "inner", "pods": [{"id": "pod", "containers": [
                   {"name": "a", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}}]}]}]}""");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(roleOf("/v2/apps/dev/web")).isEqualTo("dev");
        assertThat(gateway.get("/v2/pods/dev/inner/pod").json().get("role").asText())
                .isEqualTo("dev");
        var pod = gateway.send("POST", "/v2/pods", """
                {"id": "/dev/other", "role": "*", "scheduling": {"placement": {"acceptedResourceRoles": ["prod"]}}, "containers": [
                  {"name": "a", "exec": {"command": {"shell": "x"}}, "resources": {"cpus": 0.1, "mem": 32}}]}""");
        assertThat(pod.status()).isEqualTo(422);
        assertThat(pod.json().get("details").findValuesAsText("path"))
                .containsExactly("/role", "/scheduling/placement/acceptedResourceRoles");
    }
}

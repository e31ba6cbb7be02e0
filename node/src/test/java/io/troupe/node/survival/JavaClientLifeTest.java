package io.troupe.node.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesosphere.marathon.client.Marathon;
import mesosphere.marathon.client.MarathonClient;
import mesosphere.marathon.client.model.v2.App;
import mesosphere.marathon.client.model.v2.Group;
import mesosphere.marathon.client.model.v2.Task;
import mesosphere.marathon.client.model.v2.UpgradeStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A working day with Marathon's own Java client, on a real node and real processes. */
@Tag("real")
final class JavaClientLifeTest {
    private static final Duration WAIT_MAX = Duration.ofMinutes(2);

    @Test
    void aDaysWorkIsDoneWithTheClientAlone(@TempDir Path directory) {
        var data = directory.resolve("data");
        try (var machine = new TestMachine(data)) {
            var node = NodeProcess.start(data);
            var marathon = MarathonClient.getInstance(node.url());
            assertThat(machine.cassandra()).isPresent();
            assertThat(marathon.getServerInfo().getLeader()).isNotEmpty();

            var first = marathon.createApp(app("/web", 2)).getVersion();
            awaitRunning(marathon, "/web", 2);
            var tasks = marathon.getAppTasks("/web").getTasks().stream()
                    .map(Task::getId)
                    .toList();

            marathon.updateApp("/web", scaled(3), false);
            awaitRunning(marathon, "/web", 3);
            assertThat(marathon.getAppTasks("/web").getTasks())
                    .extracting(Task::getId)
                    .containsAll(tasks);

            awaitNoDeployment(marathon);
            marathon.deleteAppTask("/web", tasks.getFirst(), "true");
            awaitRunning(marathon, "/web", 2);
            awaitNoDeployment(marathon);

            var change = new App();
            change.setEnv(Map.of("COLOUR", "green"));
            marathon.updateApp("/web", change, false);
            await("all tasks are new")
                    .atMost(WAIT_MAX)
                    .until(() ->
                            marathon.getTasks().getTasks().stream().noneMatch(task -> tasks.contains(task.getId())));
            awaitNoDeployment(marathon);
            assertThat(marathon.getAppVersions("/web").getVersions())
                    .contains(first)
                    .hasSize(4);
            assertThat(marathon.getAppVersion("/web", first).getEnv()).isNullOrEmpty();

            var shop = new Group("/shop");
            var front = app("front", 1);
            front.addDependency("back");
            shop.setApps(List.of(front, app("back", 1)));
            marathon.createGroup(shop);
            awaitRunning(marathon, "/shop/back", 1);
            awaitRunning(marathon, "/shop/front", 1);
            awaitNoDeployment(marathon);

            marathon.createApp(tooLarge());
            await("it waits")
                    .atMost(WAIT_MAX)
                    .until(() -> marathon.getQueue().getQueue().stream()
                            .anyMatch(waiting -> waiting.getApp().getId().equals("/huge") && waiting.getCount() == 1));
            var stuck = marathon.getDeployments();
            assertThat(stuck).hasSize(1);
            assertThat(stuck.getFirst().getAffectedApps()).containsExactly("/huge");
            marathon.cancelDeploymentAndRollback(stuck.getFirst().getId());
            awaitNoDeployment(marathon);

            marathon.deleteGroup("/shop", false);
            marathon.deleteApp("/web");
            await("nothing is left")
                    .atMost(WAIT_MAX)
                    .until(() -> marathon.getApps().getApps().isEmpty()
                            && marathon.getTasks().getTasks().isEmpty());
            node.stop();
        }
    }

    private static App app(String id, int instances) {
        var app = scaled(instances);
        app.setId(id);
        app.setCmd("exec sleep 3600");
        app.setCpus(0.01);
        app.setMem(16.0);
        var strategy = new UpgradeStrategy();
        strategy.setMinimumHealthCapacity(0.5);
        strategy.setMaximumOverCapacity(0.5);
        app.setUpgradeStrategy(strategy);
        return app;
    }

    private static App scaled(int instances) {
        var app = new App();
        app.setInstances(instances);
        return app;
    }

    private static App tooLarge() {
        var app = app("/huge", 1);
        app.setMem(100_000_000.0);
        return app;
    }

    private static void awaitRunning(Marathon marathon, String app, int instances) {
        await(app).atMost(WAIT_MAX).until(() -> marathon.getApp(app).getApp().getTasksRunning() == instances);
    }

    private static void awaitNoDeployment(Marathon marathon) {
        await("no deployment runs")
                .atMost(WAIT_MAX)
                .until(() -> marathon.getDeployments().isEmpty());
    }
}

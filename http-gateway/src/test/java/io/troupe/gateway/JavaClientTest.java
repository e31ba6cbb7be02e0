package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.troupe.protocol.deployment.DeploymentView;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.Cause;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import mesosphere.marathon.client.Marathon;
import mesosphere.marathon.client.MarathonClient;
import mesosphere.marathon.client.MarathonException;
import mesosphere.marathon.client.model.v2.App;
import mesosphere.marathon.client.model.v2.Container;
import mesosphere.marathon.client.model.v2.Docker;
import mesosphere.marathon.client.model.v2.Group;
import mesosphere.marathon.client.model.v2.HealthCheck;
import mesosphere.marathon.client.model.v2.Network;
import mesosphere.marathon.client.model.v2.Port;
import mesosphere.marathon.client.model.v2.Task;
import mesosphere.marathon.client.model.v2.UpgradeStrategy;
import mesosphere.marathon.client.model.v2.VersionedApp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every call of Marathon's own Java client, made by that client. */
class JavaClientTest {
    private static final Cause CAUSE = Cause.of("me", "test");

    private final RunningGateway gateway = new RunningGateway();
    private final Marathon marathon =
            MarathonClient.getInstance("http://127.0.0.1:" + gateway.uri("/").getPort());

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static App app(String id) {
        var app = new App();
        app.setId(id);
        app.setCmd("sleep 100");
        app.setCpus(0.1);
        app.setMem(32.0);
        app.setInstances(2);
        return app;
    }

    private static Group group(String id, Collection<App> apps, Collection<Group> groups) {
        var group = new Group(id);
        group.setApps(apps);
        group.setGroups(groups);
        return group;
    }

    @Test
    void anAppIsCreatedAndComesBackAsTheClientWroteIt() {
        var app = app("/shop/web");
        app.setCmd(null);
        app.addLabel("tier", "front");
        app.setEnv(Map.of("A", "b"));
        app.addConstraint("hostname", "UNIQUE", null);
        app.addDependency("/shop/db");
        app.setBackoffSeconds(2);
        app.setBackoffFactor(1.5);
        app.setMaxLaunchDelaySeconds(60);
        app.setTaskKillGracePeriodSeconds(3);
        app.addAcceptedResourceRole("*");
        app.setContainer(container());
        app.setNetworks(List.of(network()));
        app.setHealthChecks(List.of(check()));
        app.setUpgradeStrategy(strategy());

        var created = marathon.createApp(app);

        assertThat(created.getVersion()).isNotEmpty();
        var read = marathon.getApp("/shop/web").getApp();
        assertThat(read.getVersion()).isEqualTo(created.getVersion());
        assertThat(read)
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "id",
                        "cpus",
                        "mem",
                        "instances",
                        "labels",
                        "env",
                        "constraints",
                        "dependencies",
                        "backoffSeconds")
                .isEqualTo(app);
        assertThat(read.getBackoffFactor()).isEqualTo(1.5);
        assertThat(read.getMaxLaunchDelaySeconds()).isEqualTo(60);
        assertThat(read.getTaskKillGracePeriodSeconds()).isEqualTo(3);
        assertThat(read.getContainer().getDocker().getImage()).isEqualTo("nginx:1");
        assertThat(read.getContainer().getPortMappings())
                .extracting(Port::getContainerPort)
                .containsExactly(80);
        assertThat(read.getNetworks()).extracting(Network::getMode).containsExactly("container/bridge");
        assertThat(read.getHealthChecks()).extracting(HealthCheck::getPath).containsExactly("/health");
        assertThat(read.getUpgradeStrategy().getMinimumHealthCapacity()).isEqualTo(0.5);
        assertThat(read.getTasksRunning()).isEqualTo(2);
        assertThat(read.getVersionInfo().getLastConfigChangeAt()).isNotEmpty();
        assertThat(read.getTasks()).hasSize(2);
    }

    private static Container container() {
        var docker = new Docker();
        docker.setImage("nginx:1");
        docker.setForcePullImage(true);
        var port = new Port();
        port.setContainerPort(80);
        port.setName("http");
        var container = new Container();
        container.setType("DOCKER");
        container.setDocker(docker);
        container.setPortMappings(List.of(port));
        return container;
    }

    private static Network network() {
        var network = new Network();
        network.setMode("container/bridge");
        return network;
    }

    private static HealthCheck check() {
        var check = new HealthCheck();
        check.setProtocol("MESOS_HTTP");
        check.setPath("/health");
        check.setPortIndex(0);
        check.setIntervalSeconds(5);
        return check;
    }

    private static UpgradeStrategy strategy() {
        var strategy = new UpgradeStrategy();
        strategy.setMinimumHealthCapacity(0.5);
        strategy.setMaximumOverCapacity(0.2);
        return strategy;
    }

    @Test
    void appsAreListedAndFiltered() {
        marathon.createApp(app("/a"));
        var labelled = app("/b");
        labelled.addLabel("tier", "back");
        marathon.createApp(labelled);

        assertThat(marathon.getApps().getApps()).extracting(VersionedApp::getId).containsExactly("/a", "/b");
        assertThat(marathon.getApps(Map.of("label", "tier==back")).getApps())
                .extracting(VersionedApp::getId)
                .containsExactly("/b");
        assertThat(marathon.getApps(Map.of("cmd", "SLEEP", "id", "a")).getApps())
                .extracting(VersionedApp::getId)
                .containsExactly("/a");
    }

    @Test
    void anAppIsChangedRestartedReadAtItsVersionsAndDeleted() {
        var first = marathon.createApp(app("/web")).getVersion();
        var change = new App();
        change.setMem(64.0);

        var changed = marathon.updateApp("/web", change, false);

        assertThat(changed.getDeploymentId()).isNotEmpty();
        assertThat(marathon.getAppVersions("/web").getVersions()).containsExactly(changed.getVersion(), first);
        assertThat(marathon.getAppVersion("/web", first).getMem()).isEqualTo(32.0);
        assertThat(marathon.getApp("web").getApp().getMem()).isEqualTo(64.0);
        assertThat(marathon.getApp("web").getApp().getCmd()).isEqualTo("sleep 100");
        assertThat(marathon.restartApp("/web", true).getDeploymentId()).isNotEmpty();
        assertThat(marathon.deleteApp("/web").getDeploymentId()).isNotEmpty();
        assertThat(marathon.getApps().getApps()).isEmpty();
    }

    @Test
    void whatWasReadCanBeSentBack() {
        marathon.createApp(app("/web"));
        var read = marathon.getApp("/web").getApp();

        marathon.updateApp("/web", read, false);

        assertThat(gateway.plane.present("/web").revisions()).hasSize(1);
    }

    @Test
    void tasksAreListedAndKilled() {
        marathon.createApp(app("/web"));

        var tasks = marathon.getAppTasks("/web").getTasks();
        assertThat(tasks).hasSize(2).allSatisfy(task -> {
            assertThat(task.getAppId()).isEqualTo("/web");
            assertThat(task.getHost()).isEqualTo(FakeControlPlane.HOST);
            assertThat(task.getState()).isEqualTo("TASK_RUNNING");
            assertThat(task.getStartedAt()).isNotEmpty();
            assertThat(task.getVersion()).isNotEmpty();
        });
        assertThat(marathon.getTasks().getTasks())
                .extracting(Task::getId)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Task::getId).toList());
        assertThat(marathon.deleteAppTask("/web", tasks.getFirst().getId(), "false")
                        .getTask()
                        .getId())
                .isEqualTo(tasks.getFirst().getId());
        assertThat(marathon.deleteAppTasks("/web", FakeControlPlane.HOST, "false")
                        .getTasks())
                .isNotEmpty();
        assertThat(marathon.deleteAppTasks("/web", "*", "true").getTasks())
                .as("a deployment is answered when it is scaled, which this client does not read")
                .isNull();
        assertThat(gateway.plane.present("/web").target().instances()).isZero();
    }

    @Test
    void groupsAreCreatedReadChangedAndDeleted() {
        var created = marathon.createGroup(
                group("/shop", List.of(app("web")), List.of(group("store", List.of(app("db")), List.of()))));

        assertThat(created.getDeploymentId()).isNotEmpty();
        var read = marathon.getGroup("/shop");
        assertThat(read.getVersion()).isNotEmpty();
        assertThat(read.getApps()).extracting(App::getId).containsExactly("/shop/web");
        assertThat(read.getGroups()).extracting(Group::getId).containsExactly("/shop/store");
        assertThat(marathon.getGroup("shop/store").getApps())
                .extracting(App::getId)
                .containsExactly("/shop/store/db");

        marathon.updateGroup("shop", true, group("/shop", List.of(app("web"), app("api")), List.of()));
        assertThat(marathon.getApps().getApps())
                .extracting(VersionedApp::getId)
                .containsExactly("/shop/api", "/shop/web");
        assertThat(marathon.deleteGroup("/shop", false).getDeploymentId()).isNotEmpty();
        assertThat(marathon.getApps().getApps()).isEmpty();
    }

    @Test
    void deploymentsAreListedAndCancelled() {
        marathon.createApp(app("/web"));
        var plan = gateway.plane.lastPlan();
        gateway.plane.put(new DeploymentView(plan, CAUSE, false, 0, plan.workloads(), null));

        var running = marathon.getDeployments();
        assertThat(running).hasSize(1);
        assertThat(running.getFirst().getId()).isEqualTo(plan.id().value());
        assertThat(running.getFirst().getAffectedApps()).containsExactly("/web");
        assertThat(running.getFirst().getSteps().getFirst().getActions())
                .extracting(action -> action.getApp())
                .containsExactly("/web");
        assertThat(running.getFirst().getCurrentStep()).isEqualTo(1);
        assertThat(running.getFirst().getTotalSteps()).isEqualTo(1);
        assertThat(marathon.cancelDeploymentAndRollback(plan.id().value()).getDeploymentId())
                .isNotEmpty();
        gateway.plane.put(new DeploymentView(plan, CAUSE, false, 0, plan.workloads(), null));
        marathon.cancelDeployment(plan.id().value());
        assertThat(marathon.getDeployments()).isEmpty();
    }

    @Test
    void theQueueAndTheServerAreRead() {
        marathon.createApp(app("/web"));

        assertThat(marathon.getQueue().getQueue()).isEmpty();
        var server = marathon.getServerInfo();
        assertThat(server.getName()).isNotEmpty();
        assertThat(server.getVersion()).isEqualTo("0.1.0");
        assertThat(server.getLeader()).isEqualTo("n1:8080");
        assertThat(server.getElected()).isTrue();
        assertThat(server.getMarathon_config().getLocal_port_min()).isPositive();
    }

    /** As in the Marathons of the last years, where the client still has these calls. */
    @Test
    void callbacksAreGoneAndSaidToBe() {
        assertThat(refusal(() -> marathon.register("http://127.0.0.1:1/")).getStatus())
                .isEqualTo(404);
        assertThat(refusal(() -> marathon.unregister("http://127.0.0.1:1/")).getStatus())
                .isEqualTo(404);
        assertThat(refusal(marathon::subscriptions).getMessage()).contains("/v2/events");
    }

    @Test
    void refusalsReachTheClientInItsOwnForm() {
        marathon.createApp(app("/web"));
        assertThat(refusal(() -> marathon.createApp(app("/web"))).getStatus()).isEqualTo(409);
        assertThat(refusal(() -> marathon.getApp("/none")).getMessage()).contains("404", "App '/none' does not exist");
        var invalid = app("/bad");
        invalid.setMem(-1.0);
        assertThat(refusal(() -> marathon.createApp(invalid)).getMessage())
                .contains("422", "Object is not valid", "/mem");
        gateway.plane.refuseNext(Problem.locked("locked", List.of(DeploymentId.of("other"))));
        assertThat(refusal(() -> marathon.restartApp("/web", false)).getMessage())
                .contains("409", "locked");
    }

    private static MarathonException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(MarathonException.class, call);
    }
}

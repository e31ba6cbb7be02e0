package io.troupe.persistence.format;

import io.troupe.protocol.deployment.DeploymentEvent;
import io.troupe.protocol.deployment.DeploymentOutcome;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentRecord;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.group.GroupEvent;
import io.troupe.protocol.group.GroupRecord;
import io.troupe.protocol.health.CheckOutcome;
import io.troupe.protocol.health.CheckPurpose;
import io.troupe.protocol.health.CheckResponse;
import io.troupe.protocol.health.CheckResult;
import io.troupe.protocol.health.CheckSpec;
import io.troupe.protocol.health.Health;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.health.Readiness;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.problem.Problem;
import io.troupe.protocol.workload.AssignedPort;
import io.troupe.protocol.workload.BackoffPolicy;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.CommandSpec;
import io.troupe.protocol.workload.Constraint;
import io.troupe.protocol.workload.ConstraintOperator;
import io.troupe.protocol.workload.ContainerEnding;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.DerivedValue;
import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.EngineParameter;
import io.troupe.protocol.workload.FailureAction;
import io.troupe.protocol.workload.ImageSpec;
import io.troupe.protocol.workload.InstancePlace;
import io.troupe.protocol.workload.InstanceReport;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.Isolation;
import io.troupe.protocol.workload.KillSelection;
import io.troupe.protocol.workload.NetworkMode;
import io.troupe.protocol.workload.NetworkSpec;
import io.troupe.protocol.workload.PortProtocol;
import io.troupe.protocol.workload.PortSpec;
import io.troupe.protocol.workload.ResourceLimits;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.Revision;
import io.troupe.protocol.workload.RolloutCaution;
import io.troupe.protocol.workload.RolloutManner;
import io.troupe.protocol.workload.RolloutOutcome;
import io.troupe.protocol.workload.RolloutPolicy;
import io.troupe.protocol.workload.SlotRule;
import io.troupe.protocol.workload.StartOrder;
import io.troupe.protocol.workload.StopPolicy;
import io.troupe.protocol.workload.StopReason;
import io.troupe.protocol.workload.Target;
import io.troupe.protocol.workload.UnreachablePolicy;
import io.troupe.protocol.workload.VolumeMount;
import io.troupe.protocol.workload.VolumeSpec;
import io.troupe.protocol.workload.WorkloadEvent;
import io.troupe.protocol.workload.WorkloadRecord;
import io.troupe.protocol.workload.WorkloadReply.Original;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** At least one value of each event, by the name of its golden file: full ones, and bare ones where parts are optional. */
final class RecordSamples {
    static final WorkloadId WEB = WorkloadId.of("/prod/shop/web");

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00.123456789Z");
    private static final DeploymentId DEPLOYMENT = DeploymentId.of("5ed4c0c5-9ff8-4a6f-a0cd-f57f59a34b43");
    private static final DeploymentId OTHER = DeploymentId.of("0c81ff44-3b6f-4b3e-8ea8-5a4ac1e9a1f1");
    private static final InstanceId INSTANCE = InstanceId.mint(WEB, "0b7c2a55");
    private static final NodeId NODE = NodeId.of("n1");

    private static final Probe.Endpoint PORT = new Probe.Endpoint(new Probe.PortReference.Fixed(8_080), false, false);

    private static final WorkloadSpec BARE =
            WorkloadSpec.of(WEB, ContainerSpec.process("main", "sleep 100", Resources.of(0.1, 32)));
    private static final WorkloadSpec FULL = new WorkloadSpec(
            WEB,
            List.of(
                    new ContainerSpec(
                            "main",
                            new ImageSpec("registry.example/web:1.2", true),
                            new CommandSpec.Arguments(List.of("serve", "--port", "80")),
                            Map.of("LANG", "C.UTF-8"),
                            Map.of(
                                    "TEXT", new DerivedValue.Literal("text"),
                                    "INSTANCE", new DerivedValue.Instance("-x"),
                                    "SLOT", new DerivedValue.Slot(),
                                    "VERSION", new DerivedValue.RevisionTime(),
                                    "HOST", new DerivedValue.Host(),
                                    "PORT0", new DerivedValue.Port(0),
                                    "PORTS", new DerivedValue.AllPorts(),
                                    "SANDBOX", new DerivedValue.Sandbox()),
                            new Resources(1_500, 512, 10, 1),
                            new ResourceLimits(2_000L, 1_024L),
                            "1000:1000",
                            true,
                            true,
                            List.of(new EngineParameter("ulimit", "nofile=1024")),
                            List.of(),
                            List.of(),
                            List.of(),
                            null),
                    ContainerSpec.inImage("side", "busybox", new CommandSpec.ImageDefault(), Resources.of(0.1, 16))),
            new NetworkSpec(NetworkMode.NAMED, "backend", Map.of("tier", "web")),
            List.of(
                    new PortSpec("http", 80, 8_080, 10_000, Set.of(PortProtocol.UDP), Map.of("VIP_0", "/web:80")),
                    PortSpec.anyHostPort(9_090)),
            Map.of("team", "shop"),
            Map.of("marathon", "{}"),
            List.of(
                    new Constraint("hostname", ConstraintOperator.UNIQUE, null),
                    new Constraint("zone", ConstraintOperator.LIKE, "a|b")),
            List.of("prod"),
            new BackoffPolicy(Duration.ofMillis(1_500), 1.5, Duration.ofMinutes(5)),
            new RolloutPolicy(0.5, 0.25),
            new StopPolicy(Duration.ofSeconds(7)),
            KillSelection.OLDEST_FIRST,
            List.of(TreePath.of("/prod/db"), TreePath.of("/prod/cache")),
            List.of(),
            null,
            null,
            null,
            null);

    private static final WorkloadSpec CAREFUL = BARE.toBuilder()
            .rollout(new RolloutPolicy(
                    0.5,
                    0.25,
                    new RolloutCaution(
                            2, true, Duration.ofSeconds(10), Duration.ofMinutes(10), 1, FailureAction.ROLL_BACK)))
            .build();

    private static final GroupChange GROUPS = new GroupChange(
            TreePath.of("/prod"),
            List.of(
                    new GroupDefinition(TreePath.of("/prod"), List.of(TreePath.of("/store/db")), true),
                    GroupDefinition.empty(TreePath.of("/prod/shop"))),
            List.of(TreePath.of("/prod/old")),
            List.of(WorkloadId.of("/prod/old/db")),
            7L);

    private static final WorkloadSpec CHECKED = BARE.toBuilder()
            .containers(List.of(BARE.containers().getFirst().toBuilder()
                    .checks(List.of(
                            new CheckSpec(
                                    "http",
                                    CheckPurpose.LIVENESS,
                                    new Probe.Http(
                                            true,
                                            "/ping",
                                            new Probe.Endpoint(new Probe.PortReference.Index(1), true, true),
                                            List.of(new Probe.StatusRange(200, 399)),
                                            true),
                                    Duration.ofSeconds(15),
                                    Duration.ofMinutes(5),
                                    Duration.ofSeconds(60),
                                    Duration.ofSeconds(20),
                                    3,
                                    true),
                            CheckSpec.of("tcp", CheckPurpose.READINESS, new Probe.Tcp(PORT)),
                            CheckSpec.of("command", CheckPurpose.STARTUP, new Probe.Command("test -e up")),
                            CheckSpec.of("grpc", CheckPurpose.ROLLOUT, new Probe.Grpc(PORT, "shop")),
                            CheckSpec.of("watched", CheckPurpose.OBSERVED, new Probe.Tcp(PORT))))
                    .build()))
            .build();

    private static final WorkloadSpec PATIENT = BARE.toBuilder()
            .unreachable(UnreachablePolicy.after(Duration.ofMinutes(5), Duration.ofMinutes(10)))
            .build();

    private static final WorkloadSpec WITH_VOLUMES = BARE.toBuilder()
            .containers(List.of(BARE.containers().getFirst().toBuilder()
                    .mounts(List.of(
                            new VolumeMount("media", "/srv/media", true),
                            new VolumeMount("work", "work", false),
                            new VolumeMount("shared", "/shared", false)))
                    .build()))
            .volumes(List.of(
                    new VolumeSpec("media", new VolumeSpec.HostPath("/mnt/media")),
                    new VolumeSpec("work", new VolumeSpec.SandboxPath("work")),
                    new VolumeSpec("shared", new VolumeSpec.Scratch())))
            .overhead(Resources.of(0.1, 32))
            .build();

    private static final WorkloadSpec COUNTED = BARE.toBuilder()
            .containers(List.of(BARE.containers().getFirst().toBuilder()
                    .resources(new Resources(100, 32, 0, 2, Map.of("licence", 3L)))
                    .build()))
            .role("prod")
            .build();

    private static final WorkloadSpec ISOLATED = BARE.toBuilder()
            .containers(List.of(
                    BARE.containers().getFirst().toBuilder()
                            .isolation(new Isolation(
                                    new Isolation.SystemCalls("strict.json"),
                                    new Isolation.SharedMemory(Isolation.Scope.CONTAINER, 64)))
                            .build(),
                    ContainerSpec.inImage("side", "busybox", new CommandSpec.ImageDefault(), Resources.of(0.1, 16))
                            .toBuilder()
                            .isolation(new Isolation(new Isolation.SystemCalls(null), null))
                            .build()))
            .build();

    private static final WorkloadSpec SEVERAL = BARE.toBuilder()
            .containers(List.of(
                    ContainerSpec.inImage(
                                    "front",
                                    "shop:1",
                                    new CommandSpec.Program(List.of("serve", "all")),
                                    Resources.of(0.1, 32))
                            .toBuilder()
                            .derived(Map.of(
                                    "HOST_PORT", new DerivedValue.HostPort(0),
                                    "OWN_PORT", new DerivedValue.ContainerPort(0)))
                            .build(),
                    BARE.containers().getFirst()))
            .ports(List.of(PortSpec.anyHostPort(80).of("front")))
            .build();

    private static final InstanceReport HEALTH = InstanceReport.seen(INSTANCE, InstanceState.RUNNING, AT)
            .withHealth(new Health(
                    Readiness.NOT_READY,
                    List.of(new CheckResult(
                            "http",
                            CheckOutcome.FAILING,
                            AT,
                            3,
                            true,
                            503,
                            "HTTP 503",
                            AT,
                            AT,
                            AT,
                            new CheckResponse(503, "text/plain", "busy")))));
    private static final InstanceReport UNTRIED = InstanceReport.seen(
                    InstanceId.mint(WEB, "1d7c2a55"), InstanceState.RUNNING, AT)
            .withHealth(new Health(Readiness.READY, List.of(CheckResult.untried("watched", AT))));

    private RecordSamples() {}

    static Map<String, Object> all() {
        var samples = new LinkedHashMap<String, Object>();
        workloadEvents().forEach((name, event) -> samples.put(name, record(event)));
        deploymentEvents().forEach((name, event) -> samples.put(name, record(event)));
        groupEvents().forEach((name, event) -> samples.put("groups-" + name, record(event)));
        return samples;
    }

    static WorkloadRecord record(WorkloadEvent event) {
        return new WorkloadRecord(AT, new Cause("admin@127.0.0.1", "because", DEPLOYMENT), event);
    }

    private static DeploymentRecord record(DeploymentEvent event) {
        return new DeploymentRecord(AT, Cause.of("supervisor", "because"), event);
    }

    private static GroupRecord record(GroupEvent event) {
        return new GroupRecord(AT, new Cause("admin@127.0.0.1", "because", DEPLOYMENT), event);
    }

    private static Map<String, GroupEvent> groupEvents() {
        var events = new LinkedHashMap<String, GroupEvent>();
        events.put("change-prepared", new GroupEvent.ChangePrepared(DEPLOYMENT, AT, GROUPS));
        events.put(
                "change-prepared-bare",
                new GroupEvent.ChangePrepared(
                        DEPLOYMENT, AT, new GroupChange(TreePath.of("/prod"), List.of(), List.of(), List.of(), null)));
        events.put("change-applied", new GroupEvent.ChangeApplied(DEPLOYMENT, AT));
        events.put("change-dropped", new GroupEvent.ChangeDropped(DEPLOYMENT));
        return events;
    }

    private static Map<String, WorkloadEvent> workloadEvents() {
        var events = new LinkedHashMap<String, WorkloadEvent>();
        events.put("change-prepared-create", prepared(new Change.Create(FULL, 3)));
        events.put("change-prepared-update", prepared(new Change.Update(BARE, 3, 7L)));
        events.put(
                "change-prepared-update-bare",
                new WorkloadEvent.ChangePrepared(DEPLOYMENT, new Change.Update(BARE, 3, null), null));
        events.put(
                "change-prepared-with-version",
                new WorkloadEvent.ChangePrepared(DEPLOYMENT, new Change.Restart(), null, AT));
        events.put("change-prepared-scale", prepared(new Change.Scale(0, 7L)));
        events.put("change-prepared-restart", prepared(new Change.Restart()));
        events.put("change-prepared-kill-and-scale", prepared(new Change.KillAndScale(List.of(INSTANCE))));
        events.put("change-prepared-delete", prepared(new Change.Delete()));
        events.put(
                "rollout-began",
                new WorkloadEvent.RolloutBegan(
                        DEPLOYMENT, new Revision(2, AT, FULL), new Target(3, AT, 2, 5), true, false));
        events.put(
                "rollout-began-bare",
                new WorkloadEvent.RolloutBegan(DEPLOYMENT, null, new Target(3, AT, 2, 0), false, true));
        events.put("rollout-ended", new WorkloadEvent.RolloutEnded(DEPLOYMENT, RolloutOutcome.SUPERSEDED));
        events.put(
                "instances-planned",
                new WorkloadEvent.InstancesPlanned(List.of(new WorkloadEvent.PlannedInstance(INSTANCE, 4, 2, 3))));
        events.put(
                "instances-placed",
                new WorkloadEvent.InstancesPlaced(List.of(new WorkloadEvent.PlacedInstance(
                        INSTANCE,
                        new InstancePlace(
                                NODE,
                                "10.0.0.1",
                                List.of(new AssignedPort(80, 31_000), new AssignedPort(90, null)))))));
        events.put(
                "instances-placed-for-one-run",
                new WorkloadEvent.InstancesPlaced(List.of(new WorkloadEvent.PlacedInstance(
                        INSTANCE, new InstancePlace(NODE, "10.0.0.1", List.of(), 1_795_000_000_000L)))));
        events.put(
                "instances-observed",
                new WorkloadEvent.InstancesObserved(
                        NODE,
                        List.of(new InstanceReport(
                                INSTANCE,
                                InstanceState.FAILED,
                                AT,
                                List.of("c0ffee"),
                                List.of("172.17.0.2"),
                                new Ending(137, true),
                                "killed",
                                null))));
        events.put(
                "instances-observed-bare",
                new WorkloadEvent.InstancesObserved(
                        NODE,
                        List.of(new InstanceReport(
                                INSTANCE, InstanceState.RUNNING, AT, List.of(), List.of(), null, "", null))));
        events.put("instances-observed-health", new WorkloadEvent.InstancesObserved(NODE, List.of(HEALTH, UNTRIED)));
        events.put("change-prepared-update-checks", prepared(new Change.Update(CHECKED, 1, null)));
        events.put("change-prepared-update-several", prepared(new Change.Update(SEVERAL, 1, null)));
        events.put(
                "instances-observed-several",
                new WorkloadEvent.InstancesObserved(
                        NODE,
                        List.of(InstanceReport.seen(INSTANCE, InstanceState.FAILED, AT)
                                .withEndings(List.of(
                                        new ContainerEnding("main", new Ending(0, false)),
                                        new ContainerEnding("front", new Ending(137, true)))))));
        events.put("change-prepared-update-counted", prepared(new Change.Update(COUNTED, 1, null)));
        events.put("change-prepared-update-isolated", prepared(new Change.Update(ISOLATED, 1, null)));
        events.put("change-prepared-update-volumes", prepared(new Change.Update(WITH_VOLUMES, 1, null)));
        events.put(
                "change-prepared-update-careful",
                prepared(new Change.Update(CAREFUL, 3, 7L, RolloutManner.BLUE_GREEN)));
        events.put(
                "change-prepared-create-on-every-node",
                prepared(new Change.Create(
                        BARE.toBuilder().slots(new SlotRule.EveryNode()).build(), 0)));
        events.put(
                "rollout-began-staged",
                new WorkloadEvent.RolloutBegan(
                        DEPLOYMENT,
                        new Revision(
                                2,
                                AT,
                                BARE.toBuilder()
                                        .slots(new SlotRule.Ordinal(StartOrder.PARALLEL, 4))
                                        .build()),
                        new Target(3, AT, 2, 5, new Target.Staged(4, 1)),
                        false,
                        false));
        events.put("nodes-followed", new WorkloadEvent.NodesFollowed(2, List.of(NODE), List.of(NodeId.of("n2"))));
        events.put("stop-requested-unfit", new WorkloadEvent.StopRequested(List.of(INSTANCE), StopReason.NODE_UNFIT));
        events.put("change-prepared-update-unreachable", prepared(new Change.Update(PATIENT, 1, null)));
        events.put("instances-unreachable", new WorkloadEvent.InstancesUnreachable(NODE, List.of(INSTANCE)));
        events.put(
                "strangers-ended",
                new WorkloadEvent.StrangersEnded(
                        NODE, List.of(InstanceReport.seen(INSTANCE, InstanceState.KILLED, AT))));
        events.put("instances-inactive", new WorkloadEvent.InstancesInactive(List.of(INSTANCE)));
        events.put("rollout-paused", new WorkloadEvent.RolloutPaused(DEPLOYMENT, 3, 1));
        events.put("rollout-resumed", new WorkloadEvent.RolloutResumed(DEPLOYMENT));
        events.put("canaries-promoted", new WorkloadEvent.CanariesPromoted(DEPLOYMENT));
        events.put(
                "rollout-failed",
                new WorkloadEvent.RolloutFailed(
                        DEPLOYMENT, "2 instances have failed, at most 1 may", FailureAction.ROLL_BACK, 3, 0));
        events.put(
                "stop-requested-unhealthy", new WorkloadEvent.StopRequested(List.of(INSTANCE), StopReason.UNHEALTHY));
        events.put("stop-requested", new WorkloadEvent.StopRequested(List.of(INSTANCE), StopReason.SCALED_DOWN));
        events.put("launch-delayed", new WorkloadEvent.LaunchDelayed(2, Duration.ofMillis(1_150), AT));
        events.put("launch-delay-reset", new WorkloadEvent.LaunchDelayReset(null));
        events.put("launch-delay-reset-of-revision", new WorkloadEvent.LaunchDelayReset(2L));
        events.put("workload-deleted", new WorkloadEvent.WorkloadDeleted());
        return events;
    }

    private static WorkloadEvent prepared(Change change) {
        return new WorkloadEvent.ChangePrepared(DEPLOYMENT, change, OTHER);
    }

    private static Map<String, DeploymentEvent> deploymentEvents() {
        var events = new LinkedHashMap<String, DeploymentEvent>();
        events.put(
                "submitted",
                new DeploymentEvent.Submitted(
                        new DeploymentPlan(
                                DEPLOYMENT,
                                AT,
                                List.of(new DeploymentPlan.Step(
                                        List.of(new DeploymentPlan.WorkloadChange(WEB, new Change.Create(FULL, 3))))),
                                List.of(GROUPS)),
                        true));
        events.put(
                "submitted-noted",
                new DeploymentEvent.Submitted(
                        new DeploymentPlan(
                                DEPLOYMENT,
                                AT,
                                List.of(new DeploymentPlan.Step(List.of(
                                        new DeploymentPlan.WorkloadChange(WEB, new Change.Scale(3, null), "pod"))))),
                        false));
        events.put(
                "accepted",
                new DeploymentEvent.Accepted(
                        List.of(
                                new DeploymentEvent.OriginalOf(WEB, new Original(BARE, 2)),
                                new DeploymentEvent.OriginalOf(WorkloadId.of("/prod/db"), null)),
                        List.of(GROUPS)));
        events.put("step-began", new DeploymentEvent.StepBegan(1));
        events.put("changes-ended", new DeploymentEvent.ChangesEnded(List.of(WEB), RolloutOutcome.COMPLETED));
        events.put("cancel-requested", new DeploymentEvent.CancelRequested(OTHER));
        events.put("cancel-requested-bare", new DeploymentEvent.CancelRequested(null));
        events.put("rollback-began", new DeploymentEvent.RollbackBegan(WEB, OTHER));
        events.put(
                "ended", new DeploymentEvent.Ended(DeploymentOutcome.REFUSED, Problem.locked("held", List.of(OTHER))));
        events.put("ended-bare", new DeploymentEvent.Ended(DeploymentOutcome.COMPLETED, null));
        return events;
    }
}

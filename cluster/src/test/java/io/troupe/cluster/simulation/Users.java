package io.troupe.cluster.simulation;

import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.deployment.DeploymentPlan.Step;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import io.troupe.protocol.deployment.DeploymentReply;
import io.troupe.protocol.deployment.OnConflict;
import io.troupe.protocol.group.GroupChange;
import io.troupe.protocol.group.GroupDefinition;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.TreePath;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.Instance;
import io.troupe.protocol.workload.RolloutSteering;
import io.troupe.protocol.workload.WorkloadCommand;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ask for this and that, at any node, and remember what was promised to them. */
final class Users {
    private static final Cause USER = Cause.of("user", "wants it");
    private static final int NODES_ADDED_MAX = 4;
    private static final List<TreePath> TENANTS = List.of(TreePath.of("/t"), TreePath.of("/s"));

    private final World world;
    private final WorldSettings settings;
    private final Dice dice;
    private final List<WorkloadId> workloads = new ArrayList<>();
    private final Map<DeploymentId, DeploymentPlan> submitted = new LinkedHashMap<>();
    private final Map<DeploymentId, DeploymentReply> promised = new LinkedHashMap<>();
    private final long pauseMillis;
    private int deployments;
    private int added;

    Users(World world, WorldSettings settings) {
        this.world = world;
        this.settings = settings;
        this.dice = new Dice(settings.seed(), "users");
        this.pauseMillis = dice.between(500, 6_000);
        for (int number = 1; number <= settings.workloads(); number++) {
            workloads.add(WorkloadId.of("/t/w" + number));
        }
    }

    /** The deployments of which a user was told that they are accepted. */
    Map<DeploymentId, DeploymentReply> promised() {
        return promised;
    }

    void begin() {
        world.timeline().after(dice.waiting(pauseMillis), () -> {
            if (!world.weather().isCalm()) {
                act();
                begin();
            }
        });
    }

    private void act() {
        EnumSet<Request> possible = EnumSet.copyOf(settings.requests());
        possible.remove(Request.FORCE);
        possible.remove(Request.QUEUE);
        Host host = dice.pick(world.members());
        Cell from = host.gateway();
        if (from == null || possible.isEmpty()) {
            return;
        }
        WorkloadId workload = dice.pick(workloads);
        Request request = dice.pick(possible);
        switch (request) {
            case CREATE -> submit(from, one(workload, create(workload)));
            case UPDATE -> submit(from, one(workload, update(workload)));
            case SCALE -> submit(from, one(workload, new Change.Scale(size(), basedOn(workload))));
            case RESTART -> submit(from, one(workload, new Change.Restart()));
            case KILL_AND_SCALE -> submit(from, one(workload, new Change.KillAndScale(some(workload))));
            case DELETE -> submit(from, one(workload, new Change.Delete()));
            case CHANGE_GROUP -> group(from);
            case DEFINE_GROUPS -> submit(from, dice.chance(0.5) ? List.of() : steps(), groups());
            case KILL -> ask(from, workload, new WorkloadCommand.KillInstances(some(workload), USER));
            case RESET_DELAY -> ask(from, workload, new WorkloadCommand.ResetLaunchDelay(USER));
            case CANCEL -> cancel(from, null);
            case REVERT -> cancel(from, mint());
            case SUBMIT_AGAIN -> again(from);
            case ADD_NODE -> addNode();
            case REMOVE_NODE -> removeNode();
            case STEER -> steer(from, workload);
            case FORCE, QUEUE -> {}
        }
    }

    private void steer(Cell from, WorkloadId workload) {
        var rollout = world.truth().workload(workload).rollout();
        if (rollout != null) {
            var steering = dice.pick(List.of(RolloutSteering.values()));
            ask(from, workload, new WorkloadCommand.Steer(rollout.deployment(), steering, dice.chance(0.3), USER));
        }
    }

    /** What waits for a person does not wait for ever. */
    void lookAfter() {
        Cell from = world.members().getFirst().gateway();
        if (from == null) {
            return;
        }
        world.truth().workloads().forEach((workload, state) -> {
            var rollout = state.rollout();
            if (rollout == null || !rollout.begun()) {
                return;
            }
            var progress = rollout.progress();
            if (progress.pause() != null) {
                ask(
                        from,
                        workload,
                        new WorkloadCommand.Steer(rollout.deployment(), RolloutSteering.RESUME, false, USER));
            } else if (progress.base() != null && !progress.promoted()) {
                ask(
                        from,
                        workload,
                        new WorkloadCommand.Steer(rollout.deployment(), RolloutSteering.PROMOTE, false, USER));
            }
        });
    }

    private DeploymentId mint() {
        return DeploymentId.of("d" + ++deployments);
    }

    private List<Step> one(WorkloadId workload, Change change) {
        return List.of(new Step(List.of(new WorkloadChange(workload, change))));
    }

    private Change create(WorkloadId workload) {
        return new Change.Create(Specs.spec(workload, dice), size());
    }

    private Change update(WorkloadId workload) {
        return new Change.Update(Specs.spec(workload, dice), size(), basedOn(workload));
    }

    private int size() {
        return dice.chance(0.1) ? dice.between(0, 20) : dice.between(0, 5);
    }

    private @Nullable Long basedOn(WorkloadId workload) {
        var target = world.truth().workload(workload).target();
        return target != null && dice.chance(0.2) ? Long.valueOf(target.version()) : null;
    }

    private List<InstanceId> some(WorkloadId workload) {
        return world.truth().workload(workload).instances().stream()
                .filter(instance -> dice.chance(0.4))
                .map(Instance::id)
                .toList();
    }

    private void group(Cell from) {
        List<Step> steps = steps();
        if (!steps.isEmpty()) {
            submit(from, steps);
        }
    }

    /** Something is said of some groups of a tenant, and nothing of others any more. */
    private List<GroupChange> groups() {
        TreePath tenant = dice.pick(TENANTS);
        List<GroupDefinition> defined = new ArrayList<>();
        List<TreePath> forgotten = new ArrayList<>();
        for (String name : List.of("", "/a", "/a/b", "/c")) {
            TreePath group = TreePath.of(tenant.path() + name);
            if (dice.chance(0.4)) {
                List<TreePath> dependencies = dice.chance(0.3) ? List.of(TreePath.of(dice.pick(workloads))) : List.of();
                defined.add(new GroupDefinition(group, dependencies, null));
            } else if (dice.chance(0.3)) {
                forgotten.add(group);
            }
        }
        Long basedOn = dice.chance(0.3) ? world.truth().groups(tenant).number() : null;
        return List.of(new GroupChange(tenant, defined, forgotten, List.of(), basedOn));
    }

    private List<Step> steps() {
        List<WorkloadChange> changes = new ArrayList<>();
        for (WorkloadId workload : workloads) {
            if (dice.chance(0.4)) {
                boolean exists = world.truth().workload(workload).exists();
                Change change = exists
                        ? switch (dice.between(0, 5)) {
                            case 0 -> new Change.Delete();
                            case 1 -> new Change.Restart();
                            case 2 -> new Change.Scale(size(), null);
                            default -> update(workload);
                        }
                        : create(workload);
                changes.add(new WorkloadChange(workload, change));
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int next = 0; next < changes.size(); ) {
            int end = Math.min(changes.size(), next + dice.between(1, 3));
            steps.add(new Step(changes.subList(next, end)));
            next = end;
        }
        return steps;
    }

    private void submit(Cell from, List<Step> steps) {
        submit(from, steps, List.of());
    }

    private void submit(Cell from, List<Step> steps, List<GroupChange> groups) {
        DeploymentPlan plan = new DeploymentPlan(mint(), from.now().truncatedTo(ChronoUnit.MILLIS), steps, groups);
        submitted.put(plan.id(), plan);
        boolean force = settings.requests().contains(Request.FORCE) && dice.chance(0.4);
        boolean queue = settings.requests().contains(Request.QUEUE) && dice.chance(0.4);
        submit(from, plan, force ? OnConflict.SUPERSEDE : queue ? OnConflict.QUEUE : OnConflict.REJECT);
    }

    private void submit(Cell from, DeploymentPlan plan, OnConflict onConflict) {
        from.tell(() -> "user submits " + plan.id() + ", on conflict " + onConflict + ": "
                + plan.steps().stream().map(Users::words).toList()
                + plan.groups().stream().map(Words::of).toList());
        world.gateway().submit(from, plan, onConflict, USER, reply -> heard(from, plan.id(), reply));
    }

    private static String words(Step step) {
        StringBuilder text = new StringBuilder();
        for (WorkloadChange change : step.changes()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(change.workload())
                    .append(' ')
                    .append(words(change.change()));
        }
        return text.toString();
    }

    private static String words(Change change) {
        return switch (change) {
            case Change.Create create -> "create with " + create.instances();
            case Change.Update update -> "update to " + update.instances();
            case Change.Scale scale -> "scale to " + scale.instances();
            case Change.Restart restart -> "restart";
            case Change.KillAndScale kill ->
                "kill and scale " + kill.instances().size();
            case Change.Delete delete -> "delete";
        };
    }

    private void heard(Cell from, DeploymentId deployment, DeploymentReply reply) {
        from.tell(() -> "user hears of " + deployment + ": " + reply);
        if (reply instanceof DeploymentReply.Accepted) {
            promised.put(deployment, reply);
        }
    }

    private void ask(Cell from, WorkloadId workload, WorkloadCommand command) {
        from.tell(() -> "user asks " + workload + " to " + command);
        world.gateway()
                .ask(
                        from,
                        new Address.Supervisor(workload),
                        command,
                        reply -> from.tell(() -> "user hears of " + workload + ": "
                                + reply.getClass().getSimpleName()),
                        () -> {});
    }

    private void cancel(Cell from, @Nullable DeploymentId revert) {
        List<DeploymentId> known = recent();
        if (known.isEmpty()) {
            return;
        }
        DeploymentId deployment = dice.pick(known);
        from.tell(() -> "user cancels " + deployment + (revert == null ? "" : ", to be undone by " + revert));
        world.gateway().cancel(from, deployment, revert, USER, reply -> {
            from.tell(() -> "user hears of cancelling " + deployment + ": " + reply);
        });
    }

    private void again(Cell from) {
        List<DeploymentId> known = recent();
        if (!known.isEmpty()) {
            DeploymentPlan plan = submitted.get(dice.pick(known));
            if (plan != null) {
                submit(from, plan, OnConflict.REJECT);
            }
        }
    }

    private List<DeploymentId> recent() {
        List<DeploymentId> all = new ArrayList<>(submitted.keySet());
        return all.subList(Math.max(0, all.size() - 6), all.size());
    }

    private void addNode() {
        if (added < NODES_ADDED_MAX) {
            added++;
            world.addHost();
        }
    }

    private void removeNode() {
        Host host = dice.pick(world.members());
        if (host.isUp() && world.canSpareOne() && dice.chance(0.3)) {
            world.membership().leaveForEver(host, dice.between(500, 4_000));
        }
    }

    /** Gives up what cannot end because there is no room for it, or because a node is gone for ever. */
    void cancelAll(List<DeploymentId> deployments) {
        Host host = world.members().getFirst();
        Cell from = host.gateway();
        if (from != null) {
            deployments.forEach(deployment -> world.gateway().cancel(from, deployment, null, USER, reply -> {}));
        }
    }
}

package io.troupe.node.probe;

import io.troupe.cluster.agent.AgentEffect;
import io.troupe.cluster.check.CheckPlan.ContainerCheck;
import io.troupe.cluster.check.ProbeAnswer;
import io.troupe.protocol.health.Probe;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.node.NodeDescription.EngineKind;
import java.util.Set;

/** Makes the call of each check of an instance. */
public final class ProbeCalls {
    private final Containers containers;
    private final Wheel wheel;

    ProbeCalls(Containers containers, Wheel wheel) {
        this.containers = containers;
        this.wheel = wheel;
    }

    /** Finds the containers that commands run in. */
    public interface Containers {
        /**
         * Runs commands in a container.
         *
         * @throws io.troupe.node.engine.EngineException if there is none
         */
        CommandCall.Exec find(InstanceId instance, Set<EngineKind> engines, String container);
    }

    ProbeCall of(AgentEffect.Watch watch, ContainerCheck check) {
        var spec = check.spec();
        return switch (spec.probe()) {
            case Probe.Http http -> {
                var target = ProbeTarget.of(http.endpoint(), watch.plan(), watch.addresses());
                yield target == null
                        ? noPort()
                        : new HttpCall(http, target, spec.timeout(), spec.keepsResponse(), wheel);
            }
            case Probe.Tcp tcp -> {
                var target = ProbeTarget.of(tcp.endpoint(), watch.plan(), watch.addresses());
                yield target == null ? noPort() : new TcpCall(target, spec.timeout());
            }
            case Probe.Grpc grpc -> {
                var target = ProbeTarget.of(grpc.endpoint(), watch.plan(), watch.addresses());
                yield target == null ? noPort() : new GrpcCall(target, grpc.service(), spec.timeout(), wheel);
            }
            case Probe.Command command ->
                new CommandCall(
                        () -> containers.find(watch.instance(), watch.engines(), check.container()),
                        command.line(),
                        spec.timeout(),
                        wheel);
        };
    }

    private static ProbeCall noPort() {
        return () -> ProbeAnswer.failed(null, "the instance has no such port");
    }
}

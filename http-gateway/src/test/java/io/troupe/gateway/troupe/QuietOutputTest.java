package io.troupe.gateway.troupe;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.troupe.cluster.access.InstanceAccess;
import io.troupe.gateway.FakeControlPlane;
import io.troupe.gateway.http.Exchange;
import io.troupe.protocol.deployment.DeploymentPlan;
import io.troupe.protocol.identity.DeploymentId;
import io.troupe.protocol.identity.InstanceId;
import io.troupe.protocol.identity.NodeId;
import io.troupe.protocol.identity.WorkloadId;
import io.troupe.protocol.workload.Cause;
import io.troupe.protocol.workload.Change;
import io.troupe.protocol.workload.ContainerSpec;
import io.troupe.protocol.workload.Resources;
import io.troupe.protocol.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuietOutputTest {
    private static final WorkloadId WEB = WorkloadId.of("/web");

    private final ActorTestKit kit = ActorTestKit.create();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void framedOutputThatIsQuietIsKeptAliveByEmptyFrames() throws Exception {
        var plane = new FakeControlPlane(kit.system());
        var container = ContainerSpec.process("app", "x", new Resources(100, 32, 0, 0));
        plane.submit(
                DeploymentPlan.of(
                        DeploymentId.of("d1"),
                        Instant.EPOCH,
                        WEB,
                        new Change.Create(WorkloadSpec.of(WEB, container), 1)),
                false,
                Cause.of("test", "test"));
        var instance = plane.present("/web").instances().getFirst().id().value();
        var request = HttpRequest.GET("/v1/instances/" + instance + "/logs?follow=true")
                .addHeader(RawHeader.create("Accept", "application/vnd.troupe.log-frames"));
        var routes = new InstanceRoutes(plane, new Silence(), Duration.ofMillis(20));
        var heard = routes.logs(Exchange.of(request, ByteString.emptyByteString(), "anonymous", "127.0.0.1"), instance)
                .thenCompose(
                        response -> response.entity().getDataBytes().take(2).runWith(Sink.seq(), kit.system()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(heard).hasSize(2).containsOnly(ByteString.fromArray(new byte[] {1, 0, 0, 0, 0}));
    }

    /** Instances that never say anything. */
    private static final class Silence implements InstanceAccess {
        @Override
        public CompletionStage<Source<LogChunk, NotUsed>> logs(NodeId node, InstanceId instance, LogRequest request) {
            return CompletableFuture.completedStage(Source.maybe()
                    .mapMaterializedValue(_ -> NotUsed.getInstance())
                    .map(_ -> new LogChunk(false, ByteString.emptyByteString())));
        }

        @Override
        public CompletionStage<Flow<ExecInput, ExecOutput, NotUsed>> exec(
                NodeId node, InstanceId instance, ExecRequest request) {
            throw new AssertionError("nobody asked for a command");
        }
    }
}

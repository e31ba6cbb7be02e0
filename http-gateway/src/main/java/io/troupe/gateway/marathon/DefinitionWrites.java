package io.troupe.gateway.marathon;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.troupe.gateway.http.Exchange;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.deployment.DeploymentPlan.WorkloadChange;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code PUT /v2/definitions}, Troupe's addition: apps, pods and groups made what they shall be in one deployment, or not at all. */
final class DefinitionWrites {
    private final Changes changes;
    private final UsedServicePorts usedServicePorts;

    DefinitionWrites(Changes changes, UsedServicePorts usedServicePorts) {
        this.changes = changes;
        this.usedServicePorts = usedServicePorts;
    }

    CompletionStage<HttpResponse> put(Exchange exchange) {
        var body = exchange.json();
        var onConflict = Changes.onConflict(exchange, false);
        var unknown = new AtomicReference<@Nullable List<String>>();
        var changed = new AtomicReference<@Nullable List<WorkloadChange>>();
        Supplier<CompletionStage<Changes.Proposal>> proposal =
                () -> changes.tree(onConflict).thenCombine(usedServicePorts.known(), (tree, ports) -> {
                    var faults = new Faults();
                    var draft = new GroupDraft(tree);
                    new DefinitionsTranslator(draft, ports, faults).read(body);
                    faults.refuse();
                    unknown.set(faults.unknown());
                    var asked = draft.proposal(true);
                    changed.set(asked.workloads());
                    return asked;
                });
        if (exchange.flag("dryRun", false)) {
            return changes.tried(exchange, proposal.get())
                    .thenApply(response -> UnknownFields.named(response, unknown.get()));
        }
        return changes.propose(exchange, onConflict, proposal).thenApply(accepted -> {
            var answer = Changes.body(accepted);
            answer.set("affectedApps", affected(changed.get(), false));
            answer.set("affectedPods", affected(changed.get(), true));
            return UnknownFields.named(Changes.respond(accepted, 200, answer), unknown.get());
        });
    }

    private static ArrayNode affected(@Nullable List<WorkloadChange> changes, boolean pods) {
        return Json.texts(Stream.ofNullable(changes)
                .flatMap(List::stream)
                .filter(change -> Pods.isPod(change) == pods)
                .map(WorkloadChange::workload)
                .toList());
    }
}

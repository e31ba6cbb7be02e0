package io.troupe.gateway.troupe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.gateway.http.Json;
import io.troupe.protocol.node.NodeView;

/** Writes a node. */
final class NodeJson {
    private NodeJson() {}

    static ObjectNode json(NodeView view) {
        var node = view.description();
        var json = Json.object()
                .put("id", node.id().value())
                .put("host", node.host())
                .put("region", node.region())
                .put("zone", node.zone());
        json.set("roles", Json.texts(node.roles()));
        json.set("attributes", Json.map(node.attributes()));
        json.putObject("cpus")
                .put("total", node.total().cpus())
                .put("used", view.used().cpus());
        json.putObject("memoryMib")
                .put("total", node.total().memoryMib())
                .put("used", view.used().memoryMib());
        json.putObject("diskMib")
                .put("total", node.total().diskMib())
                .put("used", view.used().diskMib());
        json.putObject("gpus")
                .put("total", node.total().gpus())
                .put("used", view.used().gpus());
        var resources = json.putObject("resources");
        node.total()
                .custom()
                .forEach((name, total) -> resources
                        .putObject(name)
                        .put("total", total)
                        .put("used", view.used().custom(name)));
        json.put("gpuScheduling", node.gpusKept() ? "restricted" : "unrestricted");
        var ports = json.putArray("ports");
        node.ports()
                .forEach(range -> ports.addObject().put("first", range.first()).put("last", range.last()));
        var engines = json.putArray("engines");
        node.engines()
                .forEach(engine -> engines.addObject()
                        .put("kind", engine.kind().name())
                        .put("name", engine.name())
                        .put("version", engine.version())
                        .put("available", engine.available()));
        json.set("instances", Json.texts(view.instances()));
        return json.put("version", node.version()).put("lastSeen", Json.time(view.lastSeen()));
    }
}

package io.troupe.gateway;

/** A pod of two containers. */
final class ShopPod {
    static final String DEFINITION = """
            {"id": "/shop/pod", "networks": [{"mode": "container/bridge"}], "volumes": [{"name": "shared"}], "scaling": {"kind": "fixed", "instances": 2},
             "containers": [
               {"name": "front", "image": {"kind": "DOCKER", "id": "front:1"}, "resources": {"cpus": 0.5, "mem": 64},
                "endpoints": [{"name": "http", "containerPort": 80, "hostPort": 0}, {"name": "admin", "containerPort": 81}],
                "healthCheck": {"http": {"endpoint": "http"}}, "volumeMounts": [{"name": "shared", "mountPath": "/shared"}]},
               {"name": "side", "image": {"kind": "DOCKER", "id": "side:1"}, "resources": {"cpus": 0.1, "mem": 32}}]}""";

    private ShopPod() {}

    static RunningGateway.Answer create(RunningGateway gateway) {
        return gateway.send("POST", "/v2/pods", DEFINITION);
    }
}

package io.troupe.gateway;

/** A group with groups and apps below it, which depends on a store. */
final class Shop {
    static final String SHOP = """
            {"id": "/shop",
             "dependencies": ["../store"],
             "apps": [{"id": "web", "cmd": "x", "dependencies": ["back/api"]}],
             "groups": [{"id": "back", "apps": [{"id": "/shop/back/api", "cmd": "x"}]},
                        {"id": "empty"}]}""";

    private Shop() {}

    static void createStore(RunningGateway gateway) {
        send(gateway, 201, "/v2/apps/store/db", "{\"cmd\": \"x\"}");
    }

    static void create(RunningGateway gateway) {
        createStore(gateway);
        send(gateway, 200, "/v2/groups", SHOP);
    }

    private static void send(RunningGateway gateway, int status, String path, String body) {
        var answer = gateway.send("PUT", path, body);
        if (answer.status() != status) {
            throw new AssertionError(path + " was not made: " + answer.text());
        }
    }
}

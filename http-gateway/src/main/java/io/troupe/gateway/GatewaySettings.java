package io.troupe.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway listens and whom it lets in.
 *
 * @param host the address to bind, a name or a number
 * @param port the port to bind; 0 for any free one
 * @param hostNames names beside the loopback ones that a {@code Host} header and an {@code Origin} may carry ({@code --http-hosts})
 * @param token what a caller must show; null for none, which is refused beyond loopback
 * @param bodyBytesMax longest body that is taken
 */
public record GatewaySettings(
        String host,
        int port,
        List<String> hostNames,
        @Nullable String token,
        long bodyBytesMax) {
    public static final long BODY_BYTES_MAX_DEFAULT = 8L * 1024 * 1024;
    /** How a person says the further names when starting a node. */
    static final String HOST_NAMES_OPTION = "--http-hosts";

    public GatewaySettings {
        hostNames = List.copyOf(hostNames);
        if (token == null && !LoopbackNames.isLoopback(host)) {
            throw new IllegalArgumentException(
                    "a gateway on " + host + " is reached from other machines: it needs a token");
        }
    }

    /** On the loopback interface, without a token. */
    public static GatewaySettings loopback(int port) {
        return new GatewaySettings("127.0.0.1", port, List.of(), null, BODY_BYTES_MAX_DEFAULT);
    }

    @Override
    public String toString() {
        return "GatewaySettings[host=" + host + ", port=" + port + ", hostNames=" + hostNames + ", token="
                + (token == null ? "none" : "***") + ", bodyBytesMax=" + bodyBytesMax + "]";
    }
}

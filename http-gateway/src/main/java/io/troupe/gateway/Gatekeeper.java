package io.troupe.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import io.troupe.gateway.http.HttpRefusal;
import io.troupe.gateway.http.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask.
 *
 * <p>On loopback a web page in the user's own browser is the danger: it can send requests here, under a name of its own that resolves to 127.0.0.1 or
 * straight across sites. So a {@code Host} that is not this machine's is refused, and an {@code Origin} of another site, whatever the method. Beyond loopback a
 * token is needed.
 */
final class Gatekeeper {
    private static final String ANONYMOUS = "anonymous";

    private final GatewaySettings settings;
    private final boolean loopback;

    Gatekeeper(GatewaySettings settings) {
        this.settings = settings;
        this.loopback = LoopbackNames.isLoopback(settings.host());
    }

    /** The name of the caller; throws a refusal for one who may not ask. */
    String admit(HttpRequest request) {
        if (loopback) {
            refuseForeignHost(request);
        }
        refuseForeignOrigin(request);
        var token = settings.token();
        if (token == null || request.getUri().getPathString().equals("/ping")) {
            return ANONYMOUS;
        }
        return userWith(token, header(request, "Authorization").orElse(""));
    }

    private void refuseForeignHost(HttpRequest request) {
        var host = nameOf(header(request, "Host").orElse(""));
        if (host == null || !isOurs(host)) {
            throw HttpRefusal.of(
                    403,
                    "Host '" + (host == null ? "" : host)
                            + "' is not a name of this gateway; if it should be, start the node with it among "
                            + GatewaySettings.HOST_NAMES_OPTION);
        }
    }

    private void refuseForeignOrigin(HttpRequest request) {
        var origin = header(request, "Origin").orElse(null);
        if (origin == null) {
            return;
        }
        var foreign = true;
        try {
            var uri = new URI(origin.strip());
            var originHost = uri.getHost();
            foreign = originHost == null || !(isOurs(originHost) || (!loopback && sameAuthority(uri, request)));
        } catch (URISyntaxException _) {
            // Stays foreign: an origin that cannot be read is not ours, "null" included.
        }
        if (foreign) {
            throw HttpRefusal.of(
                    403,
                    "Origin '" + origin
                            + "' is another site; if it should be let in, start the node with its name among "
                            + GatewaySettings.HOST_NAMES_OPTION);
        }
    }

    private static boolean sameAuthority(URI origin, HttpRequest request) {
        return header(request, "Host").orElse("").equalsIgnoreCase(origin.getAuthority());
    }

    private boolean isOurs(String host) {
        return LoopbackNames.isLoopback(host) || settings.hostNames().stream().anyMatch(host::equalsIgnoreCase);
    }

    private static String userWith(String token, String authorization) {
        var lower = authorization.toLowerCase(Locale.ROOT);
        if (lower.startsWith("bearer ")
                && same(token, authorization.substring(7).strip())) {
            return "token";
        }
        if (lower.startsWith("basic ")) {
            try {
                var pair = new String(
                        Base64.getDecoder().decode(authorization.substring(6).strip()), UTF_8);
                int colon = pair.indexOf(':');
                if (colon >= 0 && same(token, pair.substring(colon + 1))) {
                    return colon == 0 ? "token" : pair.substring(0, colon);
                }
            } catch (IllegalArgumentException _) {
                // Not base64: answered below like a wrong token.
            }
        }
        throw new HttpRefusal(
                401,
                Json.object()
                        .put(
                                "message",
                                "Show the gateway's token: Authorization: Bearer TOKEN, or Basic with it as the password"),
                Map.of("WWW-Authenticate", "Basic realm=\"troupe\", charset=\"UTF-8\""));
    }

    /** In constant time, so that the time of a refusal tells nothing about the token. */
    private static boolean same(String token, String shown) {
        return MessageDigest.isEqual(token.getBytes(UTF_8), shown.getBytes(UTF_8));
    }

    /** A host header without its port; null if there is none. */
    private static @Nullable String nameOf(String hostHeader) {
        var host = hostHeader.strip();
        if (host.isEmpty()) {
            return null;
        }
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? null : host.substring(0, end + 1);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }
}

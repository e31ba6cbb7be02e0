package io.troupe.cli.http;

import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.outcome.Failure;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server listens.
 *
 * @param secure whether TLS is spoken
 * @param host name or address, without brackets
 * @param port the TCP port
 * @param prefix path in front of every path, without a slash at the end; mostly empty
 */
public record ServerAddress(boolean secure, String host, int port, String prefix) {
    public static ServerAddress parse(String url) {
        var withScheme = url.contains("://") ? url : "http://" + url;
        try {
            var uri = new URI(withScheme);
            var scheme = uri.getScheme();
            var host = uri.getHost();
            if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw wrong(url);
            }
            var secure = scheme.equals("https");
            var port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
            var path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
            return new ServerAddress(secure, host.replaceAll("^\\[|]$", ""), port, path);
        } catch (URISyntaxException e) {
            throw wrong(url);
        }
    }

    private static Failure wrong(String url) {
        return new Failure(
                ExitCode.USAGE, "'" + url + "' is not a server's address; write it like http://127.0.0.1:8080.");
    }

    /** As in the {@code Host} header. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + authority() + prefix;
    }
}

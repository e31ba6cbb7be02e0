package io.troupe.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Paths and parameters of requests, escaped. */
public final class Paths {
    private Paths() {}

    /** An app's id as it stands in a path: slashes stay, the first one is left out. */
    public static String id(String id) {
        return Stream.of(id.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(Paths::escaped)
                .collect(Collectors.joining("/"));
    }

    /** An app's id as the server writes it: with a slash in front and none at the end. */
    public static String app(String id) {
        return "/"
                + Stream.of(id.split("/")).filter(segment -> !segment.isEmpty()).collect(Collectors.joining("/"));
    }

    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

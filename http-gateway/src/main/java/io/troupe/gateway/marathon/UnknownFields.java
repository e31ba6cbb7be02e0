package io.troupe.gateway.marathon;

import static java.nio.charset.StandardCharsets.UTF_8;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which fields of a definition were left out because no app has them, so that a slip of the pen does not go unnoticed. */
final class UnknownFields {
    static final String HEADER = "Troupe-Unknown-Fields";

    private static final int NAMED_MAX = 20;
    private static final int CHARACTERS_MAX = 100;

    private UnknownFields() {}

    static HttpResponse named(HttpResponse response, @Nullable List<String> paths) {
        return paths == null || paths.isEmpty()
                ? response
                : response.addHeader(RawHeader.create(
                        HEADER,
                        paths.stream()
                                .limit(NAMED_MAX)
                                .map(UnknownFields::visible)
                                .collect(Collectors.joining(", "))));
    }

    /** Names come from outside: nothing but plain characters of them may reach a header. */
    private static String visible(String path) {
        var cut = path.length() > CHARACTERS_MAX ? path.substring(0, CHARACTERS_MAX) + "..." : path;
        return URLEncoder.encode(cut, UTF_8)
                .replace("%2F", "/")
                .replace("%28", "(")
                .replace("%29", ")");
    }
}

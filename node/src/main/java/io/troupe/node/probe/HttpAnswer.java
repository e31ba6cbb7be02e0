package io.troupe.node.probe;

import io.troupe.protocol.health.CheckResponse;
import java.nio.charset.StandardCharsets;

/** Reads the parts of an answer that are kept. A byte is a character until the body is put together. */
final class HttpAnswer {
    private static final String HEAD_END = "\r\n\r\n";
    private static final String LINE_END = "\r\n";

    private HttpAnswer() {}

    static CheckResponse read(int status, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var split = text.indexOf(HEAD_END);
        var head = split < 0 ? text : text.substring(0, split);
        var rest = split < 0 ? "" : text.substring(split + HEAD_END.length());
        var whole = header(head, "transfer-encoding").equalsIgnoreCase("chunked") ? unchunked(rest) : rest;
        var body = new String(whole.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return new CheckResponse(
                status,
                header(head, "content-type"),
                body.length() > CheckResponse.BODY_MAX ? body.substring(0, CheckResponse.BODY_MAX) : body);
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** What there is of the chunks; one whose size cannot be read ends them. */
    private static String unchunked(String body) {
        var whole = new StringBuilder();
        var at = 0;
        while (at < body.length()) {
            var lineEnd = body.indexOf(LINE_END, at);
            if (lineEnd < 0) {
                break;
            }
            var size = size(body.substring(at, lineEnd));
            var begin = lineEnd + LINE_END.length();
            if (size <= 0) {
                break;
            }
            var end = (int) Math.min((long) begin + size, body.length());
            whole.append(body, begin, end);
            at = end + LINE_END.length();
        }
        return whole.toString();
    }

    private static int size(String line) {
        var digits = line.split(";", 2)[0].strip();
        return digits.matches("[0-9a-fA-F]{1,7}") ? Integer.parseInt(digits, 16) : 0;
    }
}

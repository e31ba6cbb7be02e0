package io.troupe.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs other programs. */
final class Shell {
    private Shell() {}

    /** What it printed, stripped; fails if it does. */
    static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }
}

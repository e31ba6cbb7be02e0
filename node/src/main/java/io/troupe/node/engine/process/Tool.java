package io.troupe.node.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of the machine that start a process. They are called by their full names: the search path in force there is the app's own. */
final class Tool {
    private Tool() {}

    /** The program's name itself if it is nowhere, which then says so. */
    static String path(String name) {
        return Arrays.stream(Launch.PATH.split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(name);
    }
}

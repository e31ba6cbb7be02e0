package io.troupe.node.engine.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts lines of a file from its end backwards, block by block. */
final class LineEnds {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Path file;
    private final long from;
    private int found;

    /** @param from what stands before does not count */
    LineEnds(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** How many lines the last search has found, at most as many as it was asked for. */
    int found() {
        return found;
    }

    /** Where the last so many lines start, or where counting started if there are fewer. */
    long startOfLast(int lines) {
        found = 0;
        if (!Files.exists(file)) {
            return from;
        }
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            var end = open.length();
            if (lines == 0 || end <= from) {
                return Math.max(end, from);
            }
            var block = new byte[BLOCK_BYTES];
            for (var blockEnd = end; blockEnd > from; ) {
                var start = Math.max(from, blockEnd - BLOCK_BYTES);
                var length = (int) (blockEnd - start);
                open.seek(start);
                open.readFully(block, 0, length);
                for (var index = length - 1; index >= 0; index--) {
                    var at = start + index;
                    if (block[index] == '\n' && at != end - 1 && ++found == lines) {
                        return at + 1;
                    }
                }
                blockEnd = start;
            }
            found++;
            return from;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.troupe.node.engine.process;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
        if (OutputFile.length(file) == 0) {
            return from;
        }
        try (var open = OutputFile.opened(file)) {
            var end = open.size();
            if (lines == 0 || end <= from) {
                return Math.max(end, from);
            }
            var block = new byte[BLOCK_BYTES];
            for (var blockEnd = end; blockEnd > from; ) {
                var start = Math.max(from, blockEnd - BLOCK_BYTES);
                var length = (int) (blockEnd - start);
                read(open, start, ByteBuffer.wrap(block, 0, length));
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

    private static void read(FileChannel open, long start, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (open.read(into, start + into.position()) < 0) {
                throw new EOFException("it was shortened while it was read");
            }
        }
    }
}

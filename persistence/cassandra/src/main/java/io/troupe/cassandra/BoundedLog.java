package io.troupe.cassandra;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file of limited size: when {@code cassandra.log} is full it becomes {@code cassandra.log.1}, the one before {@code
 * cassandra.log.2} and so on; the oldest is deleted.
 *
 * <p>A line that cannot be written, for example because the disk is full, is dropped: the log must never stop the database.
 */
final class BoundedLog extends OutputStream {
    static final String NAME = "cassandra.log";
    static final long FILE_BYTES_MAX = 5L << 20;
    static final int FILES_MAX = 4;

    private final Path directory;
    private final long fileBytesMax;
    private OutputStream file;
    private long bytes;

    private BoundedLog(Path directory, long fileBytesMax) throws IOException {
        this.directory = directory;
        this.fileBytesMax = fileBytesMax;
        Files.createDirectories(directory);
        this.bytes = Files.exists(current()) ? Files.size(current()) : 0;
        this.file = open();
    }

    static BoundedLog in(Path directory) throws IOException {
        return new BoundedLog(directory, FILE_BYTES_MAX);
    }

    static BoundedLog in(Path directory, long fileBytesMax) throws IOException {
        return new BoundedLog(directory, fileBytesMax);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) {
        try {
            if (bytes + length > fileBytesMax && bytes > 0) {
                rotate();
            }
            file.write(source, offset, length);
            bytes += length;
        } catch (IOException dropped) {
            // Said by the class: better no line than no database.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    private void rotate() throws IOException {
        file.close();
        for (var number = FILES_MAX - 1; number > 0; number--) {
            var from = number == 1 ? current() : numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        bytes = 0;
        file = open();
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(current(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path current() {
        return directory.resolve(NAME);
    }

    private Path numbered(int number) {
        return directory.resolve(NAME + "." + number);
    }
}

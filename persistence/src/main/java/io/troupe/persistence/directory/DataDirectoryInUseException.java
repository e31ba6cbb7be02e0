package io.troupe.persistence.directory;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** Another process uses the data directory; the message says which and what to do. */
public final class DataDirectoryInUseException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    DataDirectoryInUseException(Path directory, String owner) {
        super("the data directory " + directory + " is in use by process " + (owner.isEmpty() ? "(unknown)" : owner)
                + ": stop that one, or give this one another directory with --data-dir");
    }
}

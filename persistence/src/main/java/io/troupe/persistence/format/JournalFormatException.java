package io.troupe.persistence.format;

import java.io.NotSerializableException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something cannot be written to or read from the journal; the message says what and, if a person can help, how. */
public final class JournalFormatException extends NotSerializableException {
    @Serial
    private static final long serialVersionUID = 1;

    JournalFormatException(String message) {
        this(message, null);
    }

    JournalFormatException(String message, @Nullable Throwable cause) {
        super(message);
        initCause(cause);
    }
}

package io.troupe.persistence.journal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The journal's Cassandra cannot be used; the message tells a person why and what to do. */
public final class CassandraUnavailableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is. */
    public enum Kind {
        /** None of the hosts answers. */
        UNREACHABLE,
        /** User or password is wrong, or one is needed and there is none. */
        CREDENTIALS_REFUSED,
        /** The tables are not there and may not or cannot be made. */
        SCHEMA_REFUSED
    }

    private final Kind kind;

    CassandraUnavailableException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

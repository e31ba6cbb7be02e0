package io.troupe.persistence.embedded;

import java.io.Serial;

/** The embedded Cassandra could not be started; the message tells a person why and what to do. */
public final class EmbeddedCassandraException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is. */
    public enum Kind {
        /** The jars of Cassandra are not where they should be. */
        PROGRAM_MISSING,
        /** The Java program is not there or not executable. */
        JAVA_MISSING,
        /** There is too little space left on the disk. */
        DISK_FULL,
        /** Another process listens on a port it needs. */
        PORT_TAKEN,
        /** The commit log cannot be read back. */
        COMMIT_LOG_CORRUPTED,
        /** It ended while it started, for a reason its log may tell. */
        ENDED,
        /** It did not answer in time. */
        TIMED_OUT,
        /** A process that runs on the same data could not be ended. */
        NOT_STOPPED
    }

    private final Kind kind;

    EmbeddedCassandraException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

package io.troupe.node.engine;

import org.jspecify.annotations.Nullable;

/** An engine could not do what it was asked; the message is for a person. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public EngineException(Kind kind, String message) {
        this(kind, message, null);
    }

    public EngineException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What went wrong. */
    public enum Kind {
        /** There is no such container. */
        NOT_FOUND,
        /** What is there stands against it, for example a container that does not run where a running one is needed. */
        CONFLICT,
        /** The image is missing or cannot be pulled. */
        IMAGE,
        /** The engine will not run such a container, now or later. */
        REFUSED_BY_ENGINE,
        /** The engine does not answer; the same call may succeed later. */
        UNAVAILABLE,
        /** A host port is taken by somebody else. */
        PORT_TAKEN
    }
}

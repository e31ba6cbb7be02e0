package io.troupe.node.artifact;

/** An artifact could not be brought into a sandbox, with the reason for a person; the same try would likely fail again. */
public final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

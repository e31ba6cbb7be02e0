package io.troupe.node.settings;

/** A setting has a value that cannot be used; the message names it and says what is allowed. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}

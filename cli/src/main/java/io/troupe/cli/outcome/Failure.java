package io.troupe.cli.outcome;

/** The end of a command that did not succeed: one line in plain words, and what to do next. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public Failure(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** Always there: it is all that is ever said of a failure. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

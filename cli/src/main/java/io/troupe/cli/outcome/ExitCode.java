package io.troupe.cli.outcome;

/** How a command ended, for scripts to branch on. {@code exec} passes the exit code of the remote command on instead. */
public enum ExitCode {
    DONE(0, "done"),
    FAILURE(1, "the server refused, or the change failed"),
    USAGE(2, "the command line or a file is wrong; nothing was changed"),
    NOT_FOUND(3, "there is no such app, task, node or deployment"),
    CONFLICT(4, "another deployment holds the app; nothing was changed"),
    UNREACHABLE(5, "no server answers, or it cannot serve now"),
    TIMED_OUT(6, "the deployment still went on when the waiting time was over"),
    OVERTAKEN(7, "the deployment was cancelled, or another one took its place"),
    WAITS(8, "the deployment waits for a person: canaries are to be promoted, or it is paused"),
    INTERRUPTED(130, "Ctrl-C; a deployment that was waited for goes on");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /**
     * What an answer that is not a success means for the command.
     *
     * @param status the HTTP status
     * @param held whether the answer names deployments that hold what was to be changed; without, a conflict is a refusal like others
     */
    public static ExitCode ofAnswer(int status, boolean held) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 409 -> held ? CONFLICT : FAILURE;
            case 502, 503, 504 -> UNREACHABLE;
            default -> FAILURE;
        };
    }
}

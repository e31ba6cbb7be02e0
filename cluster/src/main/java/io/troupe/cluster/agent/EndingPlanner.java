package io.troupe.cluster.agent;

import io.troupe.protocol.workload.Ending;
import io.troupe.protocol.workload.InstanceState;
import io.troupe.protocol.workload.StopReason;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Works out what an ending is called: the state it puts an instance in, and the sentence that tells a person why. */
final class EndingPlanner {
    private static final int SIGNAL = 128;
    private static final int KILLED = 137;
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"));

    private EndingPlanner() {}

    /** @param hindrance why it could not be started; empty if it ran */
    static InstanceState state(@Nullable StopReason stopping, Ending ending, String hindrance) {
        if (stopping != null) {
            return InstanceState.KILLED;
        }
        if (ending.exitCode() == null && !ending.outOfMemory() && hindrance.isEmpty()) {
            return InstanceState.LOST;
        }
        return Objects.equals(ending.exitCode(), 0) && !ending.outOfMemory()
                ? InstanceState.FINISHED
                : InstanceState.FAILED;
    }

    static String sentence(@Nullable StopReason stopping, Ending ending, String hindrance) {
        return sentence(stopping, "", ending, hindrance);
    }

    /** @param container with whose end the instance ends; empty if it has but one */
    static String sentence(@Nullable StopReason stopping, String container, Ending ending, String hindrance) {
        if (!hindrance.isEmpty()) {
            return hindrance;
        }
        if (stopping != null) {
            return "stopped because " + because(stopping) + afterwards(ending);
        }
        var who = container.isEmpty() ? "" : "container " + container + " ";
        if (ending.outOfMemory()) {
            return who + (who.isEmpty() ? "" : "was ") + "killed for using more memory than its limit";
        }
        var code = ending.exitCode();
        return code == null
                ? who + "ended while nobody saw how"
                : who + "ended by itself with exit code " + code + signal(code, ", which was not sent by Troupe");
    }

    /** For one that ended while the agent did not run, so that nobody can say whether it was told to. */
    static String unwatched(Ending ending) {
        var code = ending.exitCode();
        return code == null || ending.outOfMemory()
                ? sentence(null, ending, "")
                : "ended with exit code " + code + signal(code, "") + " while the node was restarting";
    }

    private static String because(StopReason reason) {
        return switch (reason) {
            case SCALED_DOWN -> "fewer instances are wanted";
            case REPLACED -> "another instance replaces it";
            case KILLED_BY_USER -> "a user asked for it";
            case DELETED -> "its workload was deleted";
            case UNHEALTHY -> "its checks failed too often in a row";
            case NODE_UNFIT -> "its node is not fit for the workload any more";
            case LAUNCH_OVERDUE -> "it did not come to run in time";
            case EXPUNGED -> "its node was away for too long";
            case UNKNOWN_TO_SUPERVISOR -> "no supervisor knows it";
        };
    }

    private static String afterwards(Ending ending) {
        var code = ending.exitCode();
        if (code == null) {
            return "";
        }
        return code == KILLED
                ? "; killed, since it did not end within its grace period"
                : "; it ended with exit code " + code;
    }

    private static String signal(int code, String remark) {
        if (code <= SIGNAL || code > SIGNAL + 64) {
            return "";
        }
        var number = code - SIGNAL;
        var name = SIGNALS.getOrDefault(number, "signal " + number);
        return " (" + name + remark + ")";
    }
}

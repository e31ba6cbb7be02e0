package io.troupe.cli.progress;

import java.util.Locale;

/** The server's constants as people write them. */
public final class Words {
    private Words() {}

    /** {@code TOO_MANY} becomes {@code too many}. */
    public static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static String count(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}

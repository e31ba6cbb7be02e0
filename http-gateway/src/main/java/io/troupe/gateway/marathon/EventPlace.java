package io.troupe.gateway.marathon;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a client has heard. One fact may be several events of Marathon's, so a place is within a fact.
 *
 * @param number of the last fact of which something was heard
 * @param index of the last event heard of it, from 0
 */
record EventPlace(long number, int index) implements Comparable<EventPlace> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,6})");

    /** After all that fact {@code number} says. */
    static EventPlace after(long number) {
        return new EventPlace(number, Integer.MAX_VALUE);
    }

    /** As it is written into the stream and comes back as {@code Last-Event-ID}. */
    static Optional<EventPlace> parse(String text) {
        var parts = TEXT.matcher(text.strip());
        return parts.matches()
                ? Optional.of(new EventPlace(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(EventPlace other) {
        int order = Long.compare(number, other.number);
        return order != 0 ? order : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return number + "." + index;
    }
}

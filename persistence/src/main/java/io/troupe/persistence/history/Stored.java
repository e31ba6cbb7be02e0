package io.troupe.persistence.history;

/**
 * An event and its place in the journal.
 *
 * @param sequence counts the events of one persistence id from 1
 * @param event what was stored
 */
public record Stored<T>(long sequence, T event) {}

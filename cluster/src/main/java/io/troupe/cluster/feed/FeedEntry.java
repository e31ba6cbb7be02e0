package io.troupe.cluster.feed;

import io.troupe.cluster.directory.ClusterEvent;

/**
 * One event and its number in the order of all.
 *
 * @param number counts all events of the cluster from 1, without gaps
 */
public record FeedEntry(long number, ClusterEvent event) {}

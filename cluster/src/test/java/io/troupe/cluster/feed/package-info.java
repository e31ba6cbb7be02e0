@NullMarked
package io.troupe.cluster.feed;

import org.jspecify.annotations.NullMarked;

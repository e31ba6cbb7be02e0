/** Deployments by the sentence, and by seeded chance with lost words, repeated words and crashes. */
@NullMarked
package io.troupe.cluster.deployment;

import org.jspecify.annotations.NullMarked;

/** What a runner decides, one sentence a test. Many of them together with their agent are in the tests of the agent. */
@NullMarked
package io.troupe.cluster.runner;

import org.jspecify.annotations.NullMarked;

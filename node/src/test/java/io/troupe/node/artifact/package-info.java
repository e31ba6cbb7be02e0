/** Tests of bringing artifacts into sandboxes, against a real HTTP server and real archives. */
@NullMarked
package io.troupe.node.artifact;

import org.jspecify.annotations.NullMarked;

/**
 * Brings artifacts into sandboxes before containers start: downloads over HTTP or copies of the node's files, kept for later instances where
 * that is asked for, and unpacked where they are archives. Whatever comes from outside is bounded in bytes, time and number of files, and can
 * write nowhere but below the sandbox. What goes wrong is said in a sentence that ends up in the instance's last failure. Nothing here
 * knows engines or containers.
 */
@NullMarked
package io.troupe.node.artifact;

import org.jspecify.annotations.NullMarked;

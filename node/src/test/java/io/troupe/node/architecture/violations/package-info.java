/**
 * Classes that break a rule on purpose, and two that only look as if they did. Nothing uses them; the tests of the rules
 * read their class files.
 */
@NullMarked
package io.troupe.node.architecture.violations;

import org.jspecify.annotations.NullMarked;

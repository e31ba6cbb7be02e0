/**
 * The rules of docs/STYLE.md that a machine can check, over the classes of all modules. They live in the tests of the
 * node because it is the one product module that is built after all others. Each rule says why it is there. The classes
 * in {@code violations} break the rules on purpose: a rule that lets them pass is no rule.
 */
@NullMarked
package io.troupe.node.architecture;

import org.jspecify.annotations.NullMarked;

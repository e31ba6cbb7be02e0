/** Reading command lines, help and completion. */
@NullMarked
package io.troupe.cli.words;

import org.jspecify.annotations.NullMarked;

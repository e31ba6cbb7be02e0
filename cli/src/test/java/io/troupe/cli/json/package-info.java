/** Reading and writing documents. */
@NullMarked
package io.troupe.cli.json;

import org.jspecify.annotations.NullMarked;

/**
 * The figures: programs that measure what Troupe costs, beside the thing it is compared with, in the same run. A bench
 * prints what it measured and ends with a one-line summary. It may use every module; no module may use it.
 */
@NullMarked
package io.troupe.bench;

import org.jspecify.annotations.NullMarked;

/** What is said of a deployment, from the documents of the API. */
@NullMarked
package io.troupe.cli.progress;

import org.jspecify.annotations.NullMarked;

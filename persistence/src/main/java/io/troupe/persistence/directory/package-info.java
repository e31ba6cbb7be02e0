/**
 * The data directory of a node: who may use it. One process owns it at a time, and says so in a way that ends with the process, however
 * it ends. What lies in it is the business of those who write there.
 */
@NullMarked
package io.troupe.persistence.directory;

import org.jspecify.annotations.NullMarked;

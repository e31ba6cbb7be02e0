/**
 * What tests of any module need of the memory: a journal in the process instead of in Cassandra, proof that a type survives being stored, and
 * golden files of what was stored. Ships with the module so that others can use it; no product code may.
 */
@NullMarked
package io.troupe.persistence.testing;

import org.jspecify.annotations.NullMarked;

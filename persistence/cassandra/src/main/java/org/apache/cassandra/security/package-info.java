/**
 * Stands in for one class of Cassandra that this Java cannot run. The jar of this module is first on the program's class path, so its
 * class is found before Cassandra's own of the same name. Nothing else belongs here.
 */
@NullMarked
package org.apache.cassandra.security;

import org.jspecify.annotations.NullMarked;

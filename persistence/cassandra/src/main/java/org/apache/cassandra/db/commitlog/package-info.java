/**
 * A commit log whose space is taken before it is used. It lies in Cassandra's package because the classes it extends are visible only
 * there. Only the making and the writing of segments belong here; when they are used stays Cassandra's matter.
 */
@NullMarked
package org.apache.cassandra.db.commitlog;

import org.jspecify.annotations.NullMarked;

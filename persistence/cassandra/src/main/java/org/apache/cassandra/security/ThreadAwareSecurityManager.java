package org.apache.cassandra.security;

import java.security.PermissionCollection;
import java.security.Permissions;

/**
 * The sandbox for user-defined functions, left empty.
 *
 * <p>Cassandra installs a security manager when it starts, and Java 24 and later refuse that. The sandbox only guards user-defined
 * functions, which the configuration of the embedded Cassandra leaves off.
 */
public final class ThreadAwareSecurityManager {
    /** The permissions of a user-defined function: none. The name is Cassandra's. */
    @SuppressWarnings("ConstantName")
    public static final PermissionCollection noPermissions = new Permissions();

    private ThreadAwareSecurityManager() {}

    /** Called once by Cassandra while it starts; there is nothing to install. */
    public static void install() {}

    /** Whether the calling thread runs a user-defined function: never. */
    public static boolean isSecuredThread() {
        return false;
    }
}

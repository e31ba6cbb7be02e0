package io.troupe.cassandra;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.QueryExp;
import org.apache.cassandra.utils.MBeanWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Registers none of Cassandra's thousands of management beans, which nobody asks for here and which cost half a second and many
 * megabytes; still shows those of the JVM, which Cassandra's watch over garbage collections reads.
 */
public final class QuietBeans implements MBeanWrapper {
    @Override
    public void registerMBean(Object bean, ObjectName name, OnException onException) {}

    @Override
    public void registerMBean(Object bean, String name, OnException onException) {}

    @Override
    public boolean isRegistered(ObjectName name, OnException onException) {
        return false;
    }

    @Override
    public boolean isRegistered(String name, OnException onException) {
        return false;
    }

    @Override
    public void unregisterMBean(ObjectName name, OnException onException) {}

    @Override
    public void unregisterMBean(String name, OnException onException) {}

    @Override
    public Set<ObjectName> queryNames(ObjectName name, @Nullable QueryExp query) {
        return getMBeanServer().queryNames(name, query);
    }

    @Override
    public MBeanServer getMBeanServer() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}

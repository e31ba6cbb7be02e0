package io.troupe.node.agent;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node lends in whole units, beside cores, memory and disk.
 *
 * @param gpus how many graphics processors; null for as many as the machine has devices, see {@link GpuDevices}
 * @param gpusKept whether only instances that ask for graphics processors come to a node that has some
 * @param custom amounts of custom resources, by name
 */
public record Counted(@Nullable Integer gpus, boolean gpusKept, Map<String, Long> custom) {
    /** What the machine has, for everybody. */
    public static final Counted FOUND = new Counted(null, false, Map.of());

    public Counted {
        custom = Map.copyOf(custom);
    }
}

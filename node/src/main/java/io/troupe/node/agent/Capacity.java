package io.troupe.node.agent;

import io.troupe.protocol.node.NodeDescription.PortRange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node lends to instances, and what is said of it.
 *
 * @param cpus cores to lend; null for all the machine has
 * @param memoryMib memory to lend; null for what the machine has less a reserve, see {@link Machine}
 * @param diskMib scratch space to lend; null for what is free less a reserve
 * @param ports host ports to hand out; empty for 31000 to 32000
 * @param attributes what constraints are judged against
 * @param roles roles of the capacity; empty for {@code *}
 * @param counted what else is lent
 */
public record Capacity(
        @Nullable Double cpus,
        @Nullable Long memoryMib,
        @Nullable Long diskMib,
        List<PortRange> ports,
        Map<String, String> attributes,
        @Nullable String region,
        @Nullable String zone,
        List<String> roles,
        Counted counted) {
    private static final List<PortRange> PORTS_DEFAULT = List.of(new PortRange(31_000, 32_000));

    /** Of a machine of which nothing is said. */
    static final Capacity FOUND =
            new Capacity(null, null, null, List.of(), Map.of(), null, null, List.of(), Counted.FOUND);

    public Capacity {
        ports = ports.isEmpty() ? PORTS_DEFAULT : List.copyOf(ports);
        attributes = Map.copyOf(attributes);
        roles = roles.isEmpty() ? List.of("*") : List.copyOf(roles);
    }
}

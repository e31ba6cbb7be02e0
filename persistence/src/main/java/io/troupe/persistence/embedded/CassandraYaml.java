package io.troupe.persistence.embedded;

import java.nio.file.Path;

/**
 * Writes the configuration of the embedded Cassandra. docs/operations/cassandra.md tells the reason and the measured effect of each
 * setting.
 */
final class CassandraYaml {
    /** Half of it is the largest write that Cassandra takes: an event or a snapshot has to fit. */
    static final int COMMIT_LOG_SEGMENT_MEBIBYTES = 16;

    private CassandraYaml() {}

    static String of(Path directory, CassandraPorts ports) {
        return """
            # Written at each start; changes are lost.
            cluster_name: troupe
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            endpoint_snitch: SimpleSnitch
            num_tokens: 1
            initial_token: "0"
            auto_bootstrap: false
            storage_compatibility_mode: NONE

            data_file_directories: [%1$s]
            commitlog_directory: %2$s
            saved_caches_directory: %3$s
            hints_directory: %4$s
            cdc_raw_directory: %5$s

            listen_address: 127.0.0.1
            rpc_address: 127.0.0.1
            native_transport_port: %6$d
            storage_port: %7$d
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "127.0.0.1:%7$d"

            # A write is acknowledged once it is on the disk; writes that come meanwhile share the next sync.
            commitlog_sync: batch
            commitlog_disk_access_mode: direct
            # Each holds a segment in memory: one that is written to and one that is ready.
            commitlog_max_compression_buffers_in_pool: 2
            commitlog_segment_size: %8$dMiB
            commitlog_total_space: %9$dMiB

            # A full disk: no write is acknowledged, reads go on, and the program ends itself once there is room again.
            commit_failure_policy: stop_commit
            disk_failure_policy: ignore

            concurrent_reads: 16
            # In batch mode each write under way holds a thread until its sync: fewer threads, smaller groups.
            concurrent_writes: 64
            concurrent_counter_writes: 2
            concurrent_compactors: 1
            memtable_flush_writers: 1
            memtable_heap_space: 48MiB
            memtable_offheap_space: 16MiB
            # A slab of 1 MiB for each table that is written to, of which there are dozens, would be mostly empty.
            memtable_allocation_type: unslabbed_heap_buffers
            file_cache_size: 16MiB
            networking_cache_size: 8MiB
            prepared_statements_cache_size: 4MiB
            key_cache_size: 2MiB
            key_cache_save_period: 0s
            row_cache_size: 0MiB
            counter_cache_size: 0MiB
            hinted_handoff_enabled: false
            # The buffer for hints, 32 MiB, is made at the first flush.
            hints_flush_period: 24h

            # A query that would take the heap fails instead.
            read_thresholds_enabled: true
            local_read_size_fail_threshold: 64MiB
            coordinator_read_size_fail_threshold: 64MiB

            # Dropping a table keeps no copy: nobody here drops one by mistake.
            auto_snapshot: false
            uuid_sstable_identifiers_enabled: true
            """.formatted(
                        quoted(directory.resolve("data")),
                        quoted(directory.resolve("commitlog")),
                        quoted(directory.resolve("saved_caches")),
                        quoted(directory.resolve("hints")),
                        quoted(directory.resolve("cdc")),
                        ports.cql(),
                        ports.storage(),
                        COMMIT_LOG_SEGMENT_MEBIBYTES,
                        COMMIT_LOG_SEGMENT_MEBIBYTES * 6);
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}

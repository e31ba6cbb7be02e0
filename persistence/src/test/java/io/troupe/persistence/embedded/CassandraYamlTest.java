package io.troupe.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CassandraYamlTest {
    private final String yaml = CassandraYaml.of(Path.of("/a \"b\""), new CassandraPorts(21_000, 22_000));

    @Test
    void everythingListensOnLoopbackAlone() {
        assertThat(yaml)
                .contains("listen_address: 127.0.0.1")
                .contains("rpc_address: 127.0.0.1")
                .contains("native_transport_port: 21000")
                .contains("storage_port: 22000")
                .contains("seeds: \"127.0.0.1:22000\"");
    }

    @Test
    void aWriteIsAcknowledgedOnceItIsOnTheDisk() {
        assertThat(yaml).contains("commitlog_sync: batch");
    }

    @Test
    void pathsAreQuoted() {
        assertThat(yaml).contains("commitlog_directory: \"/a \\\"b\\\"/commitlog\"");
    }
}

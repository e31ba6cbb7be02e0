package io.troupe.node.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All settings of a node as options; {@code up} and {@code node} differ only in what they print. */
@Command(
        sortOptions = false,
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each option can also be given as an environment variable (--data-dir as TROUPE_DATA_DIR) or as a key of the",
            "file named by --config (data-dir = /var/lib/troupe). An option goes before a variable, a variable before the file."
        })
public final class NodeOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "file with settings, one 'key = value' a line")
    @Nullable Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${user.home}/.troupe",
            description = "where everything of this node is kept (default: ~/.troupe)")
    Path dataDir = Path.of("");

    @Option(
            names = "--http-address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address the API listens on; beyond loopback it asks for a token (default: ${DEFAULT-VALUE})")
    String httpAddress = "";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "port the API listens on; 0 for any free one (default: ${DEFAULT-VALUE})")
    int httpPort;

    @Option(
            names = "--http-hosts",
            paramLabel = "NAME",
            split = ",",
            description = "further names under which the API may be called on loopback")
    List<String> httpHosts = new ArrayList<>();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address under which the other nodes reach this one (default: ${DEFAULT-VALUE})")
    String address = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "port for the other nodes; 0 for any free one (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--seeds",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "nodes of the cluster to join; none starts a cluster of its own")
    List<String> seeds = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "name or address under which the ports of instances are reached (default: --address)")
    @Nullable String host;

    @Option(
            names = "--cassandra-hosts",
            paramLabel = "HOST[:PORT]",
            split = ",",
            description = "Cassandra to keep the journal in; none runs one embedded in the data directory")
    List<String> cassandraHosts = new ArrayList<>();

    @Option(
            names = "--cassandra-keyspace",
            paramLabel = "NAME",
            defaultValue = "troupe",
            description = "keyspace of the journal (default: ${DEFAULT-VALUE})")
    String cassandraKeyspace = "";

    @Option(
            names = "--cassandra-replication",
            paramLabel = "N",
            defaultValue = "1",
            description = "copies of each row, used when the keyspace is made (default: ${DEFAULT-VALUE})")
    int cassandraReplication;

    @Option(names = "--cassandra-datacenter", paramLabel = "NAME", description = "data centre of Cassandra to talk to")
    @Nullable String cassandraDatacenter;

    @Option(names = "--cassandra-user", paramLabel = "NAME", description = "user for Cassandra")
    @Nullable String cassandraUser;

    @Option(
            names = "--cassandra-password-file",
            paramLabel = "FILE",
            description = "file whose first line is the password for Cassandra")
    @Nullable Path cassandraPasswordFile;

    @Option(
            names = "--cassandra-tls",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "encrypt connections to Cassandra")
    boolean cassandraTls;

    @Option(
            names = "--docker-host",
            paramLabel = "URL",
            defaultValue = "${env:DOCKER_HOST:-unix:///var/run/docker.sock}",
            description =
                    "the Docker engine: unix:///path or tcp://host:port; 'none' for no Docker (default: ${DEFAULT-VALUE})")
    String dockerHost = "";

    @Option(
            names = "--docker-tls-verify",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            defaultValue = "${env:DOCKER_TLS_VERIFY:-false}",
            description = "encrypt the connection to a Docker engine at tcp://, both sides showing certificates")
    String dockerTlsVerify = "false";

    @Option(
            names = "--docker-cert-path",
            paramLabel = "DIR",
            defaultValue = "${env:DOCKER_CERT_PATH:-${user.home}/.docker}",
            description = "folder with ca.pem, cert.pem and key.pem for that (default: ~/.docker)")
    Path dockerCertPath = Path.of("");

    @Option(
            names = "--docker-config",
            paramLabel = "FILE",
            defaultValue = "${user.home}/.docker/config.json",
            description = "registry credentials, as 'docker login' writes them (default: ~/.docker/config.json)")
    Path dockerConfig = Path.of("");

    @Option(
            names = "--seccomp-profiles",
            paramLabel = "DIR",
            description = "folder of the seccomp profiles that apps may name by their file names (default: none)")
    @Nullable Path seccompProfiles;

    @Option(
            names = "--simulated-engine",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "run nothing for real: containers and processes exist in memory only")
    boolean simulatedEngine;

    @Option(
            names = "--simulated-delay",
            paramLabel = "MILLIS",
            defaultValue = "20",
            description =
                    "how long the simulated engine takes to create, to start and to stop (default: ${DEFAULT-VALUE})")
    int simulatedDelay;

    @Option(names = "--cpus", paramLabel = "N", description = "cores lent to instances (default: all of the machine)")
    @Nullable Double cpus;

    @Option(
            names = "--mem",
            paramLabel = "MIB",
            description = "memory lent to instances (default: what the machine has, less 1 GiB or half of it)")
    @Nullable Long mem;

    @Option(
            names = "--disk",
            paramLabel = "MIB",
            description = "scratch space lent to instances (default: free space less 5 GiB or half of it)")
    @Nullable Long disk;

    @Option(
            names = "--resources",
            paramLabel = "NAME=AMOUNT",
            split = ",",
            description =
                    "what else is lent, in whole units: gpus (default: those of /dev/nvidia*), and others by any name,"
                            + " as gpus=2,licence=5")
    Map<String, String> resources = new LinkedHashMap<>();

    @Option(
            names = "--gpu-scheduling",
            paramLabel = "restricted|unrestricted",
            defaultValue = "unrestricted",
            description =
                    "restricted: only apps that ask for a GPU come to this node if it has one (default: ${DEFAULT-VALUE})")
    String gpuScheduling = "";

    @Option(
            names = "--ports",
            paramLabel = "FIRST-LAST",
            split = ",",
            defaultValue = "31000-32000",
            description = "host ports lent to instances (default: ${DEFAULT-VALUE})")
    List<String> ports = new ArrayList<>();

    @Option(
            names = "--attributes",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "what constraints are judged against, as rack=r1")
    Map<String, String> attributes = new LinkedHashMap<>();

    @Option(names = "--region", paramLabel = "NAME", description = "where the node stands, for @region")
    @Nullable String region;

    @Option(names = "--zone", paramLabel = "NAME", description = "its failure domain, for @zone")
    @Nullable String zone;

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            defaultValue = "*",
            description = "roles of its capacity (default: ${DEFAULT-VALUE})")
    List<String> roles = new ArrayList<>();

    @Option(
            names = "--stop-containers",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "stop all instances when the node stops; else they run on and are adopted at the next start")
    boolean stopContainers;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "INFO",
            description = "error, warn, info or debug (default: ${DEFAULT-VALUE})")
    String logLevel = "";
}

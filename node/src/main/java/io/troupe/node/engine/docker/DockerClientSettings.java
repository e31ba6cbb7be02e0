package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What docker-java is told, instead of what it would find in the environment, in files of its own, and in Docker's contexts. */
record DockerClientSettings(DockerHost host, RemoteApiVersion version) implements DockerClientConfig {
    @Override
    public URI getDockerHost() {
        return URI.create(host.toString());
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return version;
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    public ObjectMapper getObjectMapper() {
        return DockerClients.JSON;
    }

    /** Only a pull needs credentials, and brings its own. */
    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String image) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    /** Connections are made by {@link DockerPools}. */
    @Override
    @SuppressWarnings("deprecation")
    public @Nullable SSLConfig getSSLConfig() {
        return null;
    }
}

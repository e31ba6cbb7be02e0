package io.troupe.node.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.troupe.node.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Credentials for registries as {@code docker login} leaves them in its {@code config.json}. */
final class RegistryCredentials {
    private static final Set<String> NAMES_OF_DOCKER_HUB =
            Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private final JsonNode config;

    RegistryCredentials(JsonNode config) {
        this.config = config;
    }

    /** A file that is missing holds none. */
    static RegistryCredentials read(Path file) {
        try {
            return new RegistryCredentials(DockerClients.JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return new RegistryCredentials(MissingNode.getInstance());
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Kind.IMAGE, "the registry credentials in " + file + " cannot be read", e);
        }
    }

    /** The value of {@code X-Registry-Auth} for a registry; empty for a pull without a name. */
    Optional<String> headerFor(String registry) {
        var helper = find(config.path("credHelpers"), registry);
        if (!helper.isMissingNode()) {
            throw helperNeeded(registry, helper.asText());
        }
        var entry = find(config.path("auths"), registry);
        if (entry.isMissingNode()) {
            return Optional.empty();
        }
        var login = DockerClients.JSON.createObjectNode().put("serveraddress", registry);
        if (entry.hasNonNull("identitytoken")) {
            login.put("identitytoken", entry.path("identitytoken").asText());
        } else if (entry.hasNonNull("auth") && !entry.path("auth").asText().isEmpty()) {
            var pair = decoded(registry, entry.path("auth").asText());
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw damaged(registry);
            }
            login.put("username", pair.substring(0, colon)).put("password", pair.substring(colon + 1));
        } else if (entry.hasNonNull("username")) {
            login.put("username", entry.path("username").asText())
                    .put("password", entry.path("password").asText());
        } else if (config.hasNonNull("credsStore")) {
            throw helperNeeded(registry, config.path("credsStore").asText());
        } else {
            return Optional.empty();
        }
        return Optional.of(
                Base64.getUrlEncoder().encodeToString(login.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode find(JsonNode entries, String registry) {
        for (var entry : entries.properties()) {
            if (host(entry.getKey()).equals(host(registry))) {
                return entry.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private static String host(String key) {
        int scheme = key.indexOf("://");
        var bare = scheme < 0 ? key : key.substring(scheme + 3);
        int slash = bare.indexOf('/');
        var host = slash < 0 ? bare : bare.substring(0, slash);
        return NAMES_OF_DOCKER_HUB.contains(host) ? ImageName.DEFAULT_REGISTRY : host;
    }

    private static String decoded(String registry, String auth) {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw damaged(registry);
        }
    }

    private static EngineException damaged(String registry) {
        return new EngineException(
                EngineException.Kind.IMAGE, "the credentials for the registry " + registry + " are damaged");
    }

    private static EngineException helperNeeded(String registry, String helper) {
        return new EngineException(
                EngineException.Kind.IMAGE,
                "the credentials for the registry " + registry + " are kept by the credential helper '" + helper
                        + "', which is not asked; put them into auths of the configuration file");
    }
}

package io.troupe.persistence.format;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes a stored value of one version into one of the next. Pure; must keep working for ever. */
@FunctionalInterface
public interface Migration {
    /** The value in the shape of the next version; {@code stored} may be changed and given back. */
    JsonNode next(JsonNode stored);
}

package io.troupe.persistence.format;

import java.util.regex.Pattern;

/**
 * What a stored value says it is.
 *
 * @param kind name of the kind
 * @param version of the kind, from 1
 */
record StoredManifest(String kind, int version) {
    private static final Pattern FORM = Pattern.compile("([a-z-]+)/([1-9][0-9]{0,4})");

    static StoredManifest parse(String manifest) throws JournalFormatException {
        var parts = FORM.matcher(manifest);
        if (!parts.matches()) {
            throw new JournalFormatException(
                    "'" + manifest + "' is no manifest of this journal: <kind>/<version> is expected");
        }
        return new StoredManifest(parts.group(1), Integer.parseInt(parts.group(2)));
    }
}

/**
 * Marathon's {@code /v2} API: its paths, its JSON, its errors, its events. The translators make the domain's specs of app definitions and back;
 * what a definition says that the domain has no field for, and that must be given back as it was written, is kept in the spec's annotations. A field
 * that is not supported yet is refused by name. Marathon's words stay in this package, and it sees no other dialect.
 */
@NullMarked
package io.troupe.gateway.marathon;

import org.jspecify.annotations.NullMarked;

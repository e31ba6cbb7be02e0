/**
 * The form in which facts are stored: which types may be stored, under which name and version, and how older versions are read.
 *
 * <p>A stored value is CBOR under the manifest {@code <kind>/<version>}, for example {@code workload/1}; no class name is ever stored. A
 * field may be added without a new version if null or empty means "was not there"; every other change of shape gets a new version
 * and a {@link io.troupe.persistence.format.Migration}, and the golden files prove that what was stored before is still read. Nothing
 * here may know where the bytes are kept.
 */
@NullMarked
package io.troupe.persistence.format;

import org.jspecify.annotations.NullMarked;

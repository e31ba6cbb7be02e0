package io.troupe.protocol.workload;

/**
 * A volume as a container sees it.
 *
 * @param volume name of the {@link VolumeSpec}
 * @param path where the container finds it: absolute, or relative to its sandbox
 * @param readOnly whether the container may only read it; only with an image
 */
public record VolumeMount(String volume, String path, boolean readOnly) {}

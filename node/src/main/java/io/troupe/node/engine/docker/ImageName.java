package io.troupe.node.engine.docker;

/**
 * An image reference taken apart.
 *
 * @param registry the registry's host and port; {@code docker.io} if none is named
 * @param repository everything before tag or digest, as the engine takes it
 * @param version a tag or a digest; {@code latest} if none is named, because without one the engine pulls every tag there is
 */
record ImageName(String registry, String repository, String version) {
    static final String DEFAULT_REGISTRY = "docker.io";

    static ImageName parse(String reference) {
        int digest = reference.indexOf('@');
        var named = digest < 0 ? reference : reference.substring(0, digest);
        int slash = named.lastIndexOf('/');
        int colon = named.indexOf(':', slash + 1);
        var repository = colon < 0 ? named : named.substring(0, colon);
        var tag = colon < 0 ? "latest" : named.substring(colon + 1);
        return new ImageName(registry(repository), repository, digest < 0 ? tag : reference.substring(digest + 1));
    }

    /** The first part is a host if it looks like one. */
    private static String registry(String repository) {
        int slash = repository.indexOf('/');
        var first = slash < 0 ? "" : repository.substring(0, slash);
        var host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : DEFAULT_REGISTRY;
    }
}

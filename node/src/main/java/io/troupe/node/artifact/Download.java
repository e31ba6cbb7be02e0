package io.troupe.node.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads one URI into a file: over HTTP with redirects, or of the node itself. */
final class Download {
    private static final int REDIRECTS_MAX = 5;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long TELL_BYTES = 16L << 20;

    private final FetchSettings settings;

    Download(FetchSettings settings) {
        this.settings = settings;
    }

    /** @param progress told now and then how far it is */
    void into(Path file, String text, Consumer<String> progress) throws FetchException, InterruptedException {
        try {
            var uri = new URI(text);
            if (uri.getScheme() == null || uri.getScheme().equalsIgnoreCase("file")) {
                var source = Path.of(uri.getPath());
                // Reading a pipe would wait for its writer, whatever interrupts it.
                if (Files.exists(source) && !Files.isRegularFile(source)) {
                    throw new FetchException("cannot fetch " + shown(text) + ": it is no regular file");
                }
                try (var in = Files.newInputStream(source)) {
                    copy(in, file, text, progress);
                }
            } else {
                over(uri, file, text, progress);
            }
        } catch (NoSuchFileException e) {
            throw new FetchException("cannot fetch " + shown(text) + ": no such file on this node");
        } catch (SocketTimeoutException e) {
            throw new FetchException("cannot fetch " + shown(text) + ": the server does not answer in time");
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new FetchException("cannot fetch " + shown(text) + ": " + reason(e));
        }
    }

    private static String reason(Exception e) {
        var message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private void over(URI first, Path file, String text, Consumer<String> progress)
            throws IOException, FetchException, InterruptedException, URISyntaxException {
        var uri = first;
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            var connection = open(uri);
            try {
                int status = connection.getResponseCode();
                if (status >= 300 && status < 400 && connection.getHeaderField("Location") != null) {
                    uri = redirected(uri, connection.getHeaderField("Location"));
                    continue;
                }
                if (status != HttpURLConnection.HTTP_OK) {
                    throw new FetchException("cannot fetch " + shown(text) + ": the server answered " + status + " "
                            + String.valueOf(connection.getResponseMessage()));
                }
                if (connection.getContentLengthLong() > settings.fileBytesMax()) {
                    throw tooLong(text);
                }
                try (var in = connection.getInputStream()) {
                    copy(in, file, text, progress);
                }
                if (connection.getContentLengthLong() >= 0 && Files.size(file) != connection.getContentLengthLong()) {
                    throw new FetchException("cannot fetch " + shown(text) + ": the answer ended too early");
                }
                return;
            } finally {
                connection.disconnect();
            }
        }
        throw new FetchException("cannot fetch " + shown(text) + ": more than " + REDIRECTS_MAX + " redirects");
    }

    /** Only to where a fetch may go in the first place: never to files of the node. */
    private static URI redirected(URI from, String location) throws IOException, URISyntaxException {
        var to = from.resolve(new URI(location));
        var scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IOException("the server redirects to " + scheme);
        }
        return to;
    }

    private HttpURLConnection open(URI uri) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) settings.connectMax().toMillis());
        connection.setReadTimeout((int) settings.silenceMax().toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "troupe-fetch");
        if (uri.getUserInfo() != null) {
            connection.setRequestProperty(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8)));
        }
        return connection;
    }

    private void copy(InputStream in, Path file, String text, Consumer<String> progress)
            throws IOException, FetchException, InterruptedException {
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[BUFFER_BYTES];
            long bytes = 0;
            long told = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                bytes += read;
                if (bytes > settings.fileBytesMax()) {
                    throw tooLong(text);
                }
                out.write(buffer, 0, read);
                if (bytes - told >= TELL_BYTES) {
                    told = bytes;
                    progress.accept("fetching " + shown(text) + ": " + (bytes >> 20) + " MiB");
                }
            }
        }
    }

    private FetchException tooLong(String text) {
        return new FetchException(
                "cannot fetch " + shown(text) + ": it is longer than " + settings.fileBytesMax() + " bytes");
    }

    /** Without what may be a secret: user and password, and the query. */
    static String shown(String text) {
        try {
            var uri = new URI(text);
            return uri.getUserInfo() == null && uri.getQuery() == null
                    ? text
                    : new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null)
                            .toString();
        } catch (URISyntaxException e) {
            return "an artifact";
        }
    }
}

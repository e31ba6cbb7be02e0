package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Server;
import io.troupe.cli.http.ServerAddress;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.json.YamlText;
import io.troupe.cli.output.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** One run of the program: where it reads and writes, and the options that every command takes. */
public final class Session {
    enum Format {
        table,
        json,
        yaml
    }

    private final Map<String, String> environment;
    final PrintStream out;
    final PrintStream err;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "A node's address; else TROUPE_URL, else http://127.0.0.1:8080.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "The file with the token; else TROUPE_TOKEN, TROUPE_TOKEN_FILE, ~/.troupe/token.")
    private @Nullable Path tokenFile;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    public Session(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    Server server() {
        var address = url == null ? environment.getOrDefault("TROUPE_URL", "http://127.0.0.1:8080") : url;
        return new Server(ServerAddress.parse(address), token());
    }

    private @Nullable String token() {
        var direct = environment.get("TROUPE_TOKEN");
        if (tokenFile == null && direct != null) {
            return direct;
        }
        var named = environment.get("TROUPE_TOKEN_FILE");
        var file = tokenFile != null
                ? tokenFile
                : named != null ? Path.of(named) : Path.of(environment.getOrDefault("HOME", "."), ".troupe", "token");
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows the document in the form that was asked for. */
    int show(JsonNode document, Supplier<Table> table) {
        switch (format) {
            case table -> out.print(table.get().text());
            case json -> out.println(JsonText.pretty(document));
            case yaml -> out.println(YamlText.write(document));
        }
        out.flush();
        return 0;
    }

    /** Shows a document that has no table: as JSON, or as YAML if asked for. */
    int show(JsonNode document) {
        out.println(format == Format.yaml ? YamlText.write(document) : JsonText.pretty(document));
        return 0;
    }
}

package io.troupe.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.cli.http.Server;
import io.troupe.cli.http.ServerAddress;
import io.troupe.cli.json.JsonText;
import io.troupe.cli.json.YamlText;
import io.troupe.cli.outcome.ExitCode;
import io.troupe.cli.output.Table;
import io.troupe.cli.terminal.Paint;
import io.troupe.cli.terminal.Terminal;
import io.troupe.cli.words.Given;
import io.troupe.cli.words.Syntax;
import io.troupe.cli.words.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One run of the program: where it reads and writes, whom it asks, and how it shows what it hears. */
public final class Session {
    private static final String URL_OTHERWISE = "http://127.0.0.1:8080";

    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Given given;
    final InputStream in;
    final PrintStream out;
    final PrintStream err;

    public Session(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            Terminal terminal,
            Given given) {
        this.environment = Map.copyOf(environment);
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.given = given;
    }

    Terminal terminal() {
        return terminal;
    }

    Server server() {
        var address = ServerAddress.parse(url());
        return new Server(address, token(address), warning -> err.println("troupe: " + warning));
    }

    /** A node that was started with a data directory says there where its API is; nobody else has to. */
    private String url() {
        var named = given.value(Syntax.SERVER).or(() -> variable("TROUPE_URL"));
        if (named.isPresent()) {
            return named.get();
        }
        return localUrl();
    }

    private String localUrl() {
        return content(dataDirectory().resolve("api")).orElse(URL_OTHERWISE);
    }

    /** The token of the data directory is that of the node which has it: no other server is told. */
    private Optional<String> token(ServerAddress server) {
        var direct = variable("TROUPE_TOKEN");
        var option = given.value(Syntax.TOKEN_FILE);
        if (option.isEmpty() && direct.isPresent()) {
            return direct;
        }
        var named = option.or(() -> variable("TROUPE_TOKEN_FILE")).map(Path::of);
        if (named.isPresent()) {
            return Optional.of(content(named.get())
                    .orElseThrow(() -> new UsageException("the token file " + named.get() + " cannot be read")));
        }
        return server.equals(ServerAddress.parse(localUrl()))
                ? content(dataDirectory().resolve("token"))
                : Optional.empty();
    }

    private Path dataDirectory() {
        return variable("TROUPE_DATA_DIR")
                .map(Path::of)
                .orElseGet(() -> Path.of(variable("HOME").orElse("."), ".troupe"));
    }

    /** Empty if the file is not there or not for us to read. */
    private static Optional<String> content(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }

    /** Colours for what goes to standard output. */
    Paint paint() {
        return new Paint(coloured() && terminal.shows());
    }

    /** Colours for what goes to standard error. */
    Paint errorPaint() {
        return new Paint(coloured() && terminal.showsErrors());
    }

    private boolean coloured() {
        return !given.has(Syntax.NO_COLOR)
                && variable("NO_COLOR").isEmpty()
                && !variable("TERM").equals(Optional.of("dumb"));
    }

    boolean wantsTable() {
        return given.value(Syntax.OUTPUT).orElse("table").equals("table");
    }

    /** Shows the document in the form that was asked for; the table is made only if it is. */
    int show(JsonNode document, Supplier<Table> table) {
        return showText(document, () -> text(table.get()));
    }

    /** Shows the document in the form that was asked for; the text for people is made only if it is. */
    int showText(JsonNode document, Supplier<String> text) {
        switch (given.value(Syntax.OUTPUT).orElse("table")) {
            case "json" -> out.println(JsonText.pretty(document));
            case "yaml" -> out.println(YamlText.write(document));
            default -> out.print(text.get());
        }
        out.flush();
        return ExitCode.DONE.code();
    }

    /** The table as it goes to standard output: on a terminal no line is longer than the screen is wide. */
    String text(Table table) {
        var plain = table.text();
        if (!terminal.shows()) {
            return plain;
        }
        var longest = plain.lines().mapToInt(String::length).max().orElse(0);
        return table.text(
                paint(),
                longest > Terminal.Size.USUAL.columns() ? terminal.size().columns() : longest);
    }
}

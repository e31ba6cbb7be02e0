package io.troupe.cli.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandLineReaderTest {
    private static final Option FOLLOW = Option.flag("Goes on.", "-f", "--follow");
    private static final Option LINES = Option.value("LINES", "How many.", "-n", "--tail");
    private static final Syntax LOGS =
            Syntax.of("logs", "Shows output.").with(FOLLOW, LINES).taking(Argument.one("APP", "The app."));
    private static final Syntax EXEC = Syntax.of("exec", "Runs a command.")
            .with(FOLLOW, LINES)
            .taking(Argument.one("APP", "The app."), Argument.rest("COMMAND", "The command."));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-f -n 5 web",
                "-fn5 web",
                "-fn 5 web",
                "web --follow --tail=5",
                "--tail 5 web -f",
                "-f --tail 5 -- web"
            })
    void optionsStandAnywhereAndInAnyForm(String line) {
        var given = CommandLineReader.read(LOGS, List.of(line.split(" ")));

        assertThat(given.has(FOLLOW)).isTrue();
        assertThat(given.number(LINES, 0, 0)).isEqualTo(5);
        assertThat(given.arguments(0)).containsExactly("web");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|APP is missing",
                "web other|'other' is one word too many",
                "web --nope|there is no option --nope",
                "web -x|there is no option -x",
                "web --tail|--tail needs a value",
                "web --follow=yes|--follow takes no value",
                "web -o xml|--output must be one of table, json, yaml, not 'xml'"
            })
    void whatIsWrongIsNamed(String line, String message) {
        var words = line.isEmpty() ? List.<String>of() : List.of(line.split(" "));

        assertThatThrownBy(() -> CommandLineReader.read(LOGS, words))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"-f web ls -l /tmp", "web -f ls -l /tmp", "-f web -- ls -l /tmp"})
    void aCommandForSomebodyElseIsLeftAsItIs(String line) {
        var given = CommandLineReader.read(EXEC, List.of(line.split(" ")));

        assertThat(given.has(FOLLOW)).isTrue();
        assertThat(given.arguments(0)).containsExactly("web", "ls", "-l", "/tmp");
    }

    @Test
    void whatFollowsTwoDashesMayLookLikeAnOption() {
        assertThat(CommandLineReader.read(EXEC, List.of("web", "--", "-n", "5")).arguments(1))
                .containsExactly("-n", "5");
    }

    @Test
    void askingForHelpExcusesTheRest() {
        assertThat(CommandLineReader.read(EXEC, List.of("--help")).has(Syntax.HELP))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1", "many", "1.5", "99999999999999999999"})
    void aNumberIsWholeAndNotTooSmall(String text) {
        var given = CommandLineReader.read(LOGS, List.of("web", "--tail=" + text));

        assertThatThrownBy(() -> given.number(LINES, 100, 0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--tail must be a whole number, 0 or more, not '" + text + "'");
    }

    @Test
    void optionsOfEveryCommandAreKnownBeforeItsWords() {
        assertThat(CommandLineReader.leadingOptions(
                        List.of("--url", "http://n1", "-o", "json", "--no-color", "app", "list")))
                .isEqualTo(5);
        assertThat(CommandLineReader.leadingOptions(List.of("app", "list"))).isZero();
    }

    @Test
    void helpNamesEverythingACommandTakes() {
        assertThat(HelpText.of(EXEC))
                .startsWith("Usage: troupe exec [-f] [-n LINES] APP [--] COMMAND...\n\nRuns a command.\n")
                .contains("  COMMAND  The command.\n", "-n, --tail LINES", "-o, --output FORMAT", "-h, --help");
    }
}

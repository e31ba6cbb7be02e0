package io.troupe.cli.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

final class GivenTest {
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
        var given = read("logs " + line);

        assertThat(given.has(FOLLOW)).isTrue();
        assertThat(given.number(LINES, 0, 0)).isEqualTo(5);
        assertThat(given.arguments(0)).containsExactly("web");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|Missing required parameter: 'APP'.",
                "web other|Unmatched argument at index 2: 'other'.",
                "web --nope|Unknown option: '--nope'; did you mean --no-color?",
                "web -x|Unknown option: '-x'.",
                "web --tail|Missing required parameter for option '--tail' (LINES).",
                "web --follow=yes|option '--follow' should be specified without 'yes' parameter.",
                "web -o xml|Invalid value for option '--output' (FORMAT): it must be one of table, json, yaml, not 'xml'."
            })
    void whatIsWrongIsNamed(String line, String message) {
        assertThatThrownBy(() -> read("logs " + line))
                .isInstanceOfSatisfying(
                        ParameterException.class,
                        mistake -> assertThat(Mistakes.told(mistake, List.of("logs", "exec")))
                                .isEqualTo(message));
    }

    @ParameterizedTest
    @CsvSource({"-f web ls -l /tmp", "web -f ls -l /tmp", "-f web -- ls -l /tmp"})
    void aCommandForSomebodyElseIsLeftAsItIs(String line) {
        var given = read("exec " + line);

        assertThat(given.has(FOLLOW)).isTrue();
        assertThat(given.arguments(0)).containsExactly("web", "ls", "-l", "/tmp");
    }

    @Test
    void whatFollowsTwoDashesMayLookLikeAnOption() {
        assertThat(read("exec web -- -n 5").arguments(1)).containsExactly("-n", "5");
    }

    @Test
    void askingForHelpExcusesTheRest() {
        assertThat(read("exec --help").has(Syntax.HELP)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1", "many", "1.5", "99999999999999999999"})
    void aNumberIsWholeAndNotTooSmall(String text) {
        var given = read("logs web --tail=" + text);

        assertThatThrownBy(() -> given.number(LINES, 100, 0))
                .isInstanceOf(UsageException.class)
                .hasMessage("--tail must be a whole number, 0 or more, not '" + text + "'");
    }

    @Test
    void optionsOfEveryCommandMayStandInFrontOfItsWords() {
        var given = read("--url http://n1 -o json --no-color logs -o yaml web");

        assertThat(given.path()).isEqualTo("logs");
        assertThat(given.value(Syntax.SERVER)).hasValue("http://n1");
        assertThat(given.value(Syntax.OUTPUT)).hasValue("yaml");
        assertThat(given.has(Syntax.NO_COLOR)).isTrue();
        assertThat(given.arguments(0)).containsExactly("web");
    }

    @Test
    void aValueSaidAgainIsKeptOrCountsAlone() {
        var given = read("logs -n 5 -n6 --tail=7 -f -f web");

        assertThat(given.values(LINES)).containsExactly("5", "6", "7");
        assertThat(given.value(LINES)).hasValue("7");
    }

    @Test
    void wordsAreTakenAsTheyAre() {
        assertThat(read("exec web echo @file 'x' ${HOME} \"y\"").arguments(1))
                .containsExactly("echo", "@file", "'x'", "${HOME}", "\"y\"");
    }

    @Test
    void helpNamesEverythingACommandTakes() {
        assertThat(read("exec --help").help(false))
                .startsWith("Usage: troupe exec [OPTIONS] APP COMMAND...\n\nRuns a command.\n\nArguments:\n")
                .contains(
                        "COMMAND...            The command.\n",
                        "-n, --tail=LINES",
                        "-o, --output=FORMAT",
                        "-h, --help");
        assertThat(read("exec --help").help(true)).contains("\u001b[");
    }

    private static Given read(String line) {
        return Given.read(List.of(LOGS, EXEC), List.of(line.split(" ")));
    }
}

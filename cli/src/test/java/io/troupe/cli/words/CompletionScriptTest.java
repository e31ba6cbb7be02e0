package io.troupe.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cli.command.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionScriptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "troupe|ap|app apply",
                "troupe app|s|scale show",
                "troupe app list|--no|--no-color",
                "troupe apply -f x|--no-w|--no-wait",
                "troupe app list -o|j|json",
                "troupe completion|f|fish",
                "troupe deployment|c|cancel"
            })
    void bashCompletesWordsOptionsAndChoices(String before, String begun, String expected)
            throws IOException, InterruptedException {
        var words = before.split(" ");
        var script = CompletionScript.bash(Commands.syntaxes()) + "COMP_WORDS=(" + before + " " + begun
                + ")\nCOMP_CWORD=" + words.length
                + "\n_complete_troupe\nprintf '%s\\n' \"${COMPREPLY[@]}\" | sort -u | paste -sd' '\n";

        assertThat(bash(script)).isEqualTo(expected);
    }

    @Test
    void idsOfAppsAreTakenFromTheServersList() throws IOException, InterruptedException {
        var script =
                "troupe() { printf '{\\n  \"apps\": [\\n    {\\n      \"id\": \"/prod/web\",\\n      \"ports\": [\\n        { \"id\": \"x\" }\\n'; }\n"
                        + CompletionScript.bash(Commands.syntaxes())
                        + "COMP_WORDS=(troupe app show '')\nCOMP_CWORD=3\n_complete_troupe\necho \"${COMPREPLY[@]}\"\n";

        assertThat(bash(script)).isEqualTo("/prod/web");
    }

    @Test
    void theOtherShellsAreToldOfEveryCommand() {
        for (var command : Commands.syntaxes()) {
            var last = command.path().substring(command.path().lastIndexOf(' ') + 1);
            assertThat(CompletionScript.fish(Commands.syntaxes())).contains("-a " + last);
            assertThat(CompletionScript.bash(Commands.syntaxes())).contains(last);
        }
    }

    /** Runs it where no completion goes on that {@code compopt} could change. */
    private static String bash(String script) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", "-s").redirectErrorStream(true).start();
        process.getOutputStream().write(("compopt() { :; }\n" + script).getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

package io.troupe.node.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds docs/licences.md against the jars of the distribution, which is there only once everything is packaged. */
@Tag("real")
class LicencesTest {
    private static final Path LIBRARIES = Path.of(System.getProperty("troupe.home"), "lib");
    private static final Path PAGE = Path.of("..", "docs", "licences.md");

    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "Apache-2.0 since its change date",
            "MIT",
            "0BSD",
            "MIT (Bouncy Castle)",
            "MIT-0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "ISC",
            "EPL-2.0");

    private record Row(String jar, String from, String licence, List<String> programs) {}

    @Test
    void thePageListsExactlyTheJarsOfTheDistribution() throws IOException {
        var listed = rows().flatMap(row -> row.programs().stream().map(program -> program + "/" + row.jar()))
                .collect(toCollection(TreeSet::new));

        assertThat(listed).containsExactlyElementsOf(shipped());
    }

    @Test
    void everyLicenceIsOneWeMayShip() throws IOException {
        assertThat(rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.licence()).as(row.jar()).isIn(ALLOWED));
    }

    @Test
    void onlyLibrariesWithAChangeDateAreSaidToHaveOne() throws IOException {
        assertThat(rows().filter(row -> row.licence().contains("change date")))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.from()).isIn("com.typesafe.akka", "com.lightbend.akka"));
        assertThat(rows().filter(row -> row.from().endsWith(".akka")))
                .allSatisfy(row -> assertThat(row.licence()).isEqualTo("Apache-2.0 since its change date"));
    }

    private static Stream<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(line -> line.split("\\s*\\|\\s*", -1))
                .filter(cells -> cells.length == 6 && cells[1].startsWith("`"))
                .map(cells -> new Row(cells[1].replace("`", ""), cells[2], cells[3], List.of(cells[4].split(", "))));
    }

    private static SortedSet<String> shipped() throws IOException {
        var jars = new TreeSet<String>();
        for (var program : List.of("node", "cli")) {
            var classPath =
                    Files.readString(LIBRARIES.resolve(program + ".classpath")).strip();
            Arrays.stream(classPath.split(":"))
                    .map(jar -> program + "/" + nameOf(Path.of(jar)))
                    .forEach(jars::add);
        }
        try (var files = Files.list(LIBRARIES.resolve("cassandra"))) {
            files.filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> "cassandra/" + nameOf(file))
                    .forEach(jars::add);
        }
        jars.removeIf(jar -> jar.endsWith("-SNAPSHOT") || jar.endsWith("/troupe-cassandra"));
        return jars;
    }

    private static String nameOf(Path jar) {
        return jar.getFileName().toString().replaceFirst("\\.jar$", "");
    }
}

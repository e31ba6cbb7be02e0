package io.troupe.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of what is supported names a test that exists in each of its rows. */
class SupportTableTest {
    private static final Path TABLE = Path.of("..", "docs", "dialects", "marathon.md");
    private static final List<String> PACKAGES = List.of("io.troupe.gateway.", "io.troupe.gateway.marathon.");
    private static final Path TESTS_OF_NODE = Path.of("../node/src/test/java");
    private static final Pattern NAME = Pattern.compile("`(?:([A-Z]\\w*)\\.)?([a-z]\\w*)`");

    @Test
    void eachRowNamesTestsThatExist() throws IOException {
        var rows = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.endsWith("| test |"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20);
        var faults = new ArrayList<String>();
        for (var row : rows) {
            var cells = row.split("(?<!\\\\)\\|", -1);
            var names = NAME.matcher(cells[cells.length - 2]);
            var in = "";
            int found = 0;
            while (names.find()) {
                in = names.group(1) == null ? in : names.group(1);
                found++;
                if (!isTest(in, names.group(2)) && !isTestOfNode(in, names.group(2))) {
                    faults.add(in + "." + names.group(2) + " is no test: " + row);
                }
            }
            if (found == 0) {
                faults.add("no test is named: " + row);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static boolean isTest(String type, String method) {
        return PACKAGES.stream()
                .anyMatch(name -> methods(name + type).stream()
                        .filter(candidate -> candidate.getName().equals(method))
                        .anyMatch(candidate -> candidate.isAnnotationPresent(Test.class)
                                || candidate.isAnnotationPresent(ParameterizedTest.class)));
    }

    /** Tests against real parts are those of a module that this one does not know, so their source has to do. */
    private static boolean isTestOfNode(String type, String method) throws IOException {
        try (var sources = Files.walk(TESTS_OF_NODE)) {
            for (var source :
                    sources.filter(file -> file.endsWith(type + ".java")).toList()) {
                if (Files.readString(source).contains("    @Test\n    void " + method + "(")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Method> methods(String type) {
        try {
            return Arrays.asList(Class.forName(type).getDeclaredMethods());
        } catch (ClassNotFoundException _) {
            return List.of();
        }
    }
}

package io.troupe.node.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The compiled classes of every module that ships, read once. */
final class ProductClasses {
    static final List<String> MODULES = List.of("protocol", "persistence", "cluster", "http-gateway", "cli", "node");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final JavaClasses MAIN = read("target/classes");
    private static final JavaClasses TESTS = read("target/test-classes");

    private ProductClasses() {}

    static JavaClasses main() {
        return MAIN;
    }

    /** The classes of all modules' tests, and of no violation that is there on purpose. */
    static JavaClasses tests() {
        return TESTS;
    }

    static JavaClasses violations() {
        return new ClassFileImporter().importPackages("io.troupe.node.architecture.violations");
    }

    private static JavaClasses read(String folder) {
        List<Path> folders = MODULES.stream()
                .map(module -> ROOT.resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/architecture/violations/"))
                .importPaths(folders);
    }

    /** Modules that have not been compiled, whose classes would otherwise pass every rule unseen. */
    static List<String> missing() {
        return MODULES.stream().filter(ProductClasses::isMissing).toList();
    }

    private static boolean isMissing(String module) {
        Path classes = ROOT.resolve(module).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            return true;
        }
        try (var files = Files.walk(classes)) {
            return files.noneMatch(file -> file.toString().endsWith(".class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

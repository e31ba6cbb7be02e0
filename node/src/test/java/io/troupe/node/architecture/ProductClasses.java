package io.troupe.node.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our own compiled classes of every module that ships, read once. Those that stand in for a library's keep its rules. */
final class ProductClasses {
    static final List<String> MODULES =
            List.of("protocol", "persistence/cassandra", "persistence", "cluster", "http-gateway", "cli", "node");

    private static final Path MODULE = Path.of("").toAbsolutePath();
    /** Of a module, the folder it is built in: not the same for every kind of build. */
    private static final Path BUILD_FOLDER = MODULE.relativize(ownClasses().resolveSibling(""));

    private static final JavaClasses MAIN = read("classes");
    private static final JavaClasses TESTS = read("test-classes");

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
                .map(module -> built(module, folder))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter()
                .withImportOption(location -> location.contains("/io/troupe/"))
                .withImportOption(location -> !location.contains("/architecture/violations/"))
                .importPaths(folders);
    }

    private static Path built(String module, String folder) {
        return MODULE.resolveSibling(module).resolve(BUILD_FOLDER).resolve(folder);
    }

    private static Path ownClasses() {
        try {
            return Path.of(ProductClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Modules of which no class was found, so that all of them would pass every rule unseen. */
    static List<String> missing() {
        return MODULES.stream()
                .filter(module -> new ClassFileImporter()
                        .importPaths(built(module, "classes"))
                        .isEmpty())
                .toList();
    }
}

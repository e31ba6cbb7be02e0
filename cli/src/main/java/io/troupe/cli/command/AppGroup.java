package io.troupe.cli.command;

import picocli.CommandLine.Command;

/** Looks at apps and changes them. */
@Command(name = "app", description = "Looks at apps and changes them.")
final class AppGroup {}

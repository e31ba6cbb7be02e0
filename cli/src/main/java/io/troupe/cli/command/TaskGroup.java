package io.troupe.cli.command;

import picocli.CommandLine.Command;

/** Looks at tasks. */
@Command(name = "task", description = "Looks at tasks.")
final class TaskGroup {}

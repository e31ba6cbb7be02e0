package io.troupe.cli.command;

import picocli.CommandLine.Command;

/** Starts a node on this machine. */
@Command(name = "up", description = "Starts a node on this machine.")
final class UpCommand {}

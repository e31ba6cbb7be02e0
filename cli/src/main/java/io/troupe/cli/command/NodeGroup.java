package io.troupe.cli.command;

import picocli.CommandLine.Command;

/** Starts a node for production, or looks at nodes. */
@Command(name = "node", description = "Starts a node for production, or looks at nodes.")
final class NodeGroup {}

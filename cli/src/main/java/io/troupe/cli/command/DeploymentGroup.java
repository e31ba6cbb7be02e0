package io.troupe.cli.command;

import picocli.CommandLine.Command;

/** Looks at running deployments and cancels them. */
@Command(name = "deployment", description = "Looks at running deployments and cancels them.")
final class DeploymentGroup {}

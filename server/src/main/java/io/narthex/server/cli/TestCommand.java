package io.narthex.server.cli;

import picocli.CommandLine.Command;

/// `narthex test`: runs test files.
@Command(name = "test", description = "Run PromQL test scripts.")
final class TestCommand extends LaterCommands.Later {}

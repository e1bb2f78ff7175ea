/// The command line: `narthex demo`, `server`, `query`, `check`, `test`, `tsdb`.
///
/// What lives here: [Main] (the entry point) and a class per command. A command that is still to
/// come says so and exits with 2.
///
/// Threads: commands run on the main thread; those that stay end it when a signal comes, which a
/// shutdown hook tells them ([Lifetime]).
@NullMarked
package io.narthex.server.cli;

import org.jspecify.annotations.NullMarked;

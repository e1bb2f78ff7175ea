/// The process: wires store, engine, scraper, remote write and HTTP, and has the command line.
///
/// What lives here: [NarthexServer] is everything that runs, [ServerOptions] how; `config` reads
/// the configuration file, `features` has what `--enable-feature` turns on, `metrics` shows the
// process' own figures, `hints` knows the
/// usual mistakes of queries, `cli` has the commands.
///
/// Entry point: [io.narthex.server.cli.Main].
///
/// Threads: none of its own but the one that shuts down.
@NullMarked
package io.narthex.server;

import org.jspecify.annotations.NullMarked;

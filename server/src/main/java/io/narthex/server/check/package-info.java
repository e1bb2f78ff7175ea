/// Checks of files and metrics without a running server, with the output and the exit codes of
/// Prometheus' own tool, so that scripts around it go on working.
///
/// [ConfigCheck] looks at configurations and the rule files that they name, [RuleCheck] at rule
/// files, [MetricsCheck] at what a target shows. Each writes what it finds to a [CheckOutput],
// which knows the exit code in the end.
///
/// Threads: none; everything runs on the caller's.
@NullMarked
package io.narthex.server.check;

import org.jspecify.annotations.NullMarked;

/// What rules would have done on data that are stored already.
///
/// Entry point: [io.narthex.rules.backtest.Backtest]. A `Plan` picks the alerts that are asked
/// about and the rules that those build on; a `BacktestPass` evaluates them at the times at which
/// they would have been evaluated, with the code that does so live (`io.narthex.rules.run`). What
/// recording rules give is kept in memory, laid over the store (`RecordedSeries`), so the store is
/// only read. An `EpisodeBook` notes what alerts go through.
///
/// Most rules can be asked ahead: one range query for some hundred evaluations (`RangeQueries`),
/// whose answer serves every value of a sweep over `for`. Where a rule needs what comes behind it,
/// all rules are evaluated time by time instead.
///
/// Threads: everything happens on the caller's thread and the query engine's.
@NullMarked
package io.narthex.rules.backtest;

import org.jspecify.annotations.NullMarked;

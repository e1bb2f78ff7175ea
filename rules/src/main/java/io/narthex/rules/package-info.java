/// Recording and alerting rules while they run.
///
/// Entry point: [io.narthex.rules.RuleScheduler]. It is given the groups of rule files
/// (`io.narthex.rules.file`), asks the query engine at each group's times, writes what comes out to
/// a store, and gives alerts to an [io.narthex.rules.AlertSink]. What an alert goes through is in
/// `io.narthex.rules.alert`, the loops are in `io.narthex.rules.run`. What alerts would have done
/// on stored data, `io.narthex.rules.backtest` finds out.
///
/// Threads: one virtual thread per group; with concurrent evaluation, one more per rule under way.
@NullMarked
package io.narthex.rules;

import org.jspecify.annotations.NullMarked;

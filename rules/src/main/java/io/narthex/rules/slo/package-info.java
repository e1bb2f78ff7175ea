/// Service level objectives: how much of what may go wrong has gone wrong.
///
/// An objective ([Slo]) says which share of events must be good within a moving window, and an
/// [Indicator] which series count the events. [SloAccount] keeps the account: it sums the events of
/// slots of some minutes once they are over, and counts the newest part from samples whenever
/// somebody asks ([SloStatus]). So the error budget is made of events, never of averaged ratios; no
/// traffic leaves it untouched; and a window may be longer than samples are kept.
///
/// The sums are in a ledger, one small file for each objective (`docs/formats/ledger.md`). What is
/// missing there after a crash is counted again from samples.
@NullMarked
package io.narthex.rules.slo;

import org.jspecify.annotations.NullMarked;

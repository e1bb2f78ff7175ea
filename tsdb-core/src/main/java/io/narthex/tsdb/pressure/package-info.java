/// What the store does when memory or disk run short, stage by stage.
///
/// Entry point: [io.narthex.tsdb.pressure.MemoryBudget] says how far memory has got; the head and
/// the store's maintenance act on it.
///
/// Thread safety: safe for concurrent calls.
@NullMarked
package io.narthex.tsdb.pressure;

import org.jspecify.annotations.NullMarked;

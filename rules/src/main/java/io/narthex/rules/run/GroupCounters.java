package io.narthex.rules.run;

import java.util.concurrent.atomic.LongAdder;

/// What is counted of a group, for as long as there is one of its name.
///
/// Thread safety: safe for concurrent calls.
final class GroupCounters {
    final LongAdder iterations = new LongAdder();
    final LongAdder missed = new LongAdder();
    final LongAdder evaluations = new LongAdder();
    final LongAdder failures = new LongAdder();
}

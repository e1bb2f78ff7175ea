package io.narthex.promql.exec;

import io.narthex.promql.window.RangeFunction.Trait;
import io.narthex.promql.window.RangeFunctions;

import java.util.Set;

/// What a function of a range vector wants to know of its series beside the samples.
///
/// Thread safety: immutable.
///
/// @param noDrop whether there is no counter reset
/// @param startTimestamps since when samples count
record WindowNeeds(boolean noDrop, boolean startTimestamps) {
    static final WindowNeeds NONE = new WindowNeeds(false, false);

    static WindowNeeds of(String function, QueryContext context) {
        Set<Trait> traits = RangeFunctions.traits(function);
        return new WindowNeeds(
                traits.contains(Trait.COUNTER),
                context.options().features().useStartTimestamps()
                        && traits.contains(Trait.HEEDS_STARTS));
    }
}

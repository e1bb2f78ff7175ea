package io.narthex.promql.exec;

import java.util.Set;

/// What a function of a range vector wants to know of its series beside the samples.
///
/// @param noDrop whether there is no counter reset
/// @param startTimestamps since when samples count
record WindowNeeds(boolean noDrop, boolean startTimestamps) {
    static final WindowNeeds NONE = new WindowNeeds(false, false);

    private static final Set<String> HEED_STARTS = Set.of("rate", "increase", "irate", "resets");

    static WindowNeeds of(String function, QueryContext context) {
        return new WindowNeeds(
                WindowOperator.isCounterFunction(function),
                context.options().useStartTimestamps() && HEED_STARTS.contains(function));
    }
}

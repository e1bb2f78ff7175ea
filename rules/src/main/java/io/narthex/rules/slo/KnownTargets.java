package io.narthex.rules.slo;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Since when each target has been scraped, as its series `up` tells.
///
/// Thread safety: immutable.
final class KnownTargets {
    private static final Set<String> IDENTITY = Set.of("job", "instance");

    private final Map<Labels, Long> since = new HashMap<>();

    /// @param hints how far back to look
    KnownTargets(Querier querier, SelectHints hints) {
        SeriesSet up = querier.select(hints, List.of(LabelMatcher.equal(Labels.NAME, "up")));
        SeriesCursor cursor = up.cursor();
        for (int i = 0; i < up.size(); i++) {
            SeriesData series = cursor.at(i);
            long first = firstSuccess(series, hints.mint());
            since.merge(up.labels(i).keep(IDENTITY), first, Math::min);
        }
    }

    private static long firstSuccess(SeriesData up, long from) {
        for (int i = up.lowerBound(from); i < up.count(); i++) {
            if (up.valueAt(i) == 1) {
                return up.timeAt(i);
            }
        }
        return Events.NEVER;
    }

    /// When the target of a series was first scraped; [Events#NEVER] if that is not known.
    long since(Labels series) {
        return since.getOrDefault(series.keep(IDENTITY), Events.NEVER);
    }
}

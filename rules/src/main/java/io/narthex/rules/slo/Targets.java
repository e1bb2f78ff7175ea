package io.narthex.rules.slo;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known of the targets that series come from: since when each is scraped, as its series
/// `up` tells, and when its process began, as `process_start_time_seconds` tells where it is there.
///
/// Thread safety: immutable.
final class Targets {
    private static final Set<String> IDENTITY = Set.of("job", "instance");

    private final Map<Labels, Target> targets = new HashMap<>();

    /// A target.
    ///
    /// @param scrapedSince first successful scrape, epoch milliseconds; [Events#NEVER] if unknown
    /// @param starts when its processes began, epoch milliseconds
    record Target(long scrapedSince, List<Long> starts) {
        static final Target UNKNOWN = new Target(Events.NEVER, List.of());

        /// Whether a process began after one moment and not after another.
        boolean restarted(long after, long until) {
            for (long start : starts) {
                if (start > after && start <= until) {
                    return true;
                }
            }
            return false;
        }
    }

    /// @param hints how far back to look
    Targets(Querier querier, SelectHints hints) {
        SeriesSet up = select(querier, hints, "up");
        SeriesCursor cursor = up.cursor();
        for (int i = 0; i < up.size(); i++) {
            Target target = new Target(firstSuccess(cursor.at(i), hints.mint()), List.of());
            targets.put(identity(up.labels(i)), target);
        }
        SeriesSet started = select(querier, hints, "process_start_time_seconds");
        cursor = started.cursor();
        for (int i = 0; i < started.size(); i++) {
            List<Long> starts = starts(cursor.at(i), hints.mint());
            targets.computeIfPresent(
                    identity(started.labels(i)),
                    (_, known) -> new Target(known.scrapedSince, starts));
        }
    }

    private static SeriesSet select(Querier querier, SelectHints hints, String name) {
        return querier.select(hints, List.of(LabelMatcher.equal(Labels.NAME, name)));
    }

    private static Labels identity(Labels series) {
        return series.keep(IDENTITY);
    }

    private static long firstSuccess(SeriesData up, long from) {
        for (int i = up.lowerBound(from); i < up.count(); i++) {
            if (up.valueAt(i) == 1) {
                return up.timeAt(i);
            }
        }
        return Events.NEVER;
    }

    private static List<Long> starts(SeriesData started, long from) {
        List<Long> starts = new ArrayList<>();
        double last = Double.NaN;
        for (int i = started.lowerBound(from); i < started.count(); i++) {
            double value = started.valueAt(i);
            if (value != last && !Double.isNaN(value)) {
                starts.add(Math.round(value * 1000));
                last = value;
            }
        }
        return starts;
    }

    /// The target of a series.
    Target of(Labels series) {
        return targets.getOrDefault(identity(series), Target.UNKNOWN);
    }
}

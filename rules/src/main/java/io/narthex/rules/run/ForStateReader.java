package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.rules.alert.Alert;
import io.narthex.rules.alert.ForState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads since when alerts were active before a restart, from the series that they left.
///
/// Thread safety: for one thread.
final class ForStateReader {
    private static final Logger LOG = LoggerFactory.getLogger(ForStateReader.class);

    private final RunContext context;

    ForStateReader(RunContext context) {
        this.context = context;
    }

    /// The last sample of such a series.
    private record Last(long time, double value) {}

    /// Lets alerts go on. Where that fails they begin anew.
    void restore(List<AlertingRule> rules) {
        long now = context.options().clock().millis();
        long oldest = now - context.options().outageTolerance().toMillis();
        try (Querier querier = context.services().source().querier(oldest, now)) {
            rules.forEach(rule -> restore(rule, querier, SelectHints.range(oldest, now), now));
        } catch (RuntimeException e) {
            LOG.error("Failed to restore 'for' state", e);
            rules.forEach(rule -> rule.restore(_ -> Alert.NEVER));
        }
    }

    private void restore(AlertingRule rule, Querier querier, SelectHints range, long now) {
        Duration hold = rule.definition().forDuration();
        Duration grace = context.options().forGracePeriod();
        if (hold.compareTo(grace) < 0) {
            rule.restore(_ -> Alert.NEVER); // it would only wait for longer
            return;
        }
        Map<Labels, Last> known = read(querier.select(range, rule.forStateMatchers()));
        ForState state = new ForState(now, hold.toMillis(), grace.toMillis());
        rule.restore(
                labels -> {
                    Last last = known.get(labels);
                    return last == null || StaleNaN.isStale(last.value)
                            ? Alert.NEVER
                            : state.activeAt((long) last.value * 1000, last.time / 1000 * 1000);
                });
    }

    private static Map<Labels, Last> read(SeriesSet series) {
        Map<Labels, Last> found = new HashMap<>();
        SeriesCursor cursor = series.cursor();
        for (int i = 0; i < series.size(); i++) {
            SeriesData data = cursor.at(i);
            int last = data.count() - 1;
            if (last >= 0 && !data.isHistogram(last)) {
                found.put(
                        series.labels(i).drop(Labels.NAME),
                        new Last(data.timeAt(last), data.valueAt(last)));
            }
        }
        return found;
    }
}

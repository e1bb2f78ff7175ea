package io.narthex.scrape.loop;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.model.StaleNaN;
import io.narthex.scrape.ScrapeConfig;

import java.util.Arrays;

/// The series that tell how a target's scrapes went: `up` and its companions.
///
/// Thread safety: for the thread of one target.
final class ReportSeries {
    private static final String[] NAMES = {
        "up",
        "scrape_duration_seconds",
        "scrape_samples_scraped",
        "scrape_samples_post_metric_relabeling",
        "scrape_series_added",
        "scrape_timeout_seconds",
        "scrape_sample_limit",
        "scrape_body_size_bytes"
    };

    /// The names before the extra ones.
    private static final int ALWAYS = 5;

    private final Labels[] labels;
    private final long[] refs;
    private final double timeoutSeconds;
    private final int sampleLimit;

    /// @param target its public labels
    /// @param timeoutSeconds the target's timeout
    ReportSeries(Labels target, ScrapeConfig config, double timeoutSeconds) {
        int n = config.extraScrapeMetrics() ? NAMES.length : ALWAYS;
        this.labels = new Labels[n];
        for (int i = 0; i < n; i++) {
            labels[i] = target.toBuilder().set(Labels.NAME, NAMES[i]).build();
        }
        this.refs = new long[n];
        this.timeoutSeconds = timeoutSeconds;
        this.sampleLimit = config.limits().samples();
    }

    /// Reports a scrape.
    ///
    /// @param bodyBytes size of the body, −1 where it was too large
    void append(
            Appender appender,
            long time,
            boolean up,
            double seconds,
            BodyAppender counts,
            int bodyBytes) {
        double[] values = {
            up ? 1 : 0,
            seconds,
            counts.total(),
            counts.added(),
            counts.seriesAdded(),
            timeoutSeconds,
            sampleLimit,
            bodyBytes
        };
        append(appender, time, values);
    }

    /// Marks all reports as stale: the target is gone.
    void appendStale(Appender appender, long time) {
        double[] values = new double[labels.length];
        Arrays.fill(values, StaleNaN.VALUE);
        append(appender, time, values);
    }

    private void append(Appender appender, long time, double[] values) {
        for (int i = 0; i < labels.length; i++) {
            if (refs[i] != SeriesRef.NONE
                    && appender.append(refs[i], time, values[i]) == AppendStatus.OK) {
                continue;
            }
            long ref = appender.resolve(labels[i], time);
            // Where the store takes no new series, reports are missing like all others.
            if (!SeriesRef.isRefusal(ref)
                    && appender.append(ref, time, values[i]) == AppendStatus.OK) {
                refs[i] = ref;
            }
        }
    }
}

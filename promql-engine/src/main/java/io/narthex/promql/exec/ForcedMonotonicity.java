package io.narthex.promql.exec;

import io.narthex.model.number.GoText;
import io.narthex.promql.MergedNote;

import java.time.Instant;

/// Tells that counts of classic histograms had to be raised for their buckets to be cumulative.
///
/// @param subject the text without figures
/// @param lowest the lowest bound whose count was raised
/// @param highest the highest bound whose count was raised
/// @param most the most by which a count was raised
/// @param samples the histograms this befell, counted at each step
/// @param mint the first step, epoch milliseconds
/// @param maxt the last step
record ForcedMonotonicity(
        String subject,
        double lowest,
        double highest,
        double most,
        long samples,
        long mint,
        long maxt)
        implements MergedNote {
    static final String SUBJECT =
            "input to histogram_quantile needed to be fixed for monotonicity (see"
                    + " https://prometheus.io/docs/prometheus/latest/querying/functions/"
                    + "#histogram_quantile)";

    @Override
    public MergedNote with(MergedNote other) {
        ForcedMonotonicity o = (ForcedMonotonicity) other;
        return new ForcedMonotonicity(
                subject,
                Math.min(lowest, o.lowest),
                Math.max(highest, o.highest),
                Math.max(most, o.most),
                samples + o.samples,
                Math.min(mint, o.mint),
                Math.max(maxt, o.maxt));
    }

    @Override
    public String text() {
        return subject
                + ", from buckets "
                + GoText.g(lowest)
                + " to "
                + GoText.g(highest)
                + ", with a max diff of "
                + GoText.twoDigits(most)
                + ", over "
                + samples
                + " samples from "
                + Instant.ofEpochSecond(mint / 1000)
                + " to "
                + Instant.ofEpochSecond(maxt / 1000);
    }

    @Override
    public boolean isWarning() {
        return false;
    }
}

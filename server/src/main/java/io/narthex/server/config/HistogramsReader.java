package io.narthex.server.config;

import io.narthex.scrape.HistogramScraping;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

/// Reads the keys about histograms.
///
/// Thread safety: stateless.
final class HistogramsReader {
    /// Those that `global` has too.
    static final KeyTable SHARED_KEYS =
            KeyTable.of(
                    "histograms",
                    Key.flag(
                            "scrape_native_histograms",
                            false,
                            "take native histograms; `PrometheusProto`, the only format that has"
                                + " them, is then asked for first, unless `scrape_protocols` says"
                                + " otherwise"),
                    Key.flag(
                            "convert_classic_histograms_to_nhcb",
                            false,
                            "make one native histogram with custom buckets of the series of a"
                                    + " classic one, in every format"),
                    Key.flag(
                            "always_scrape_classic_histograms",
                            false,
                            "take the series of a classic histogram although there is a native one"
                                    + " of it, or one is made"));

    /// Those of a job.
    static final KeyTable KEYS =
            KeyTable.of(
                    "native histograms",
                    Key.of(
                            "native_histogram_bucket_limit",
                            KeyType.NUMBER,
                            "0",
                            "the resolution of a native histogram with more buckets is halved until"
                                    + " it fits; where that is not possible the scrape fails"),
                    Key.of(
                            "native_histogram_min_bucket_factor",
                            KeyType.NUMBER,
                            "0",
                            "the least factor from bucket to bucket: 1.1 reduces finer histograms"
                                    + " to schema 2, whose factor is 1.19"));

    private HistogramsReader() {}

    /// Those of a job.
    ///
    /// @param global what it has where it does not say
    static HistogramScraping read(YamlMapping job, HistogramScraping global) {
        HistogramScraping[] read = {inherited(job, global)};
        job.number(
                "native_histogram_bucket_limit", n -> read[0] = read[0].withBucketLimit(limit(n)));
        job.value(
                "native_histogram_min_bucket_factor",
                HistogramsReader::factor,
                f -> read[0] = read[0].withMinBucketFactor(f));
        return read[0];
    }

    private static int limit(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("not a limit: " + value);
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private static double factor(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: \"" + text + "\"", e);
        }
    }

    /// Those that `global` has too.
    static HistogramScraping inherited(YamlMapping block, HistogramScraping before) {
        HistogramScraping[] read = {before};
        block.flag("scrape_native_histograms", b -> read[0] = read[0].withNative(b));
        block.flag("convert_classic_histograms_to_nhcb", b -> read[0] = read[0].withConversion(b));
        block.flag("always_scrape_classic_histograms", b -> read[0] = read[0].withClassic(b));
        return read[0];
    }
}

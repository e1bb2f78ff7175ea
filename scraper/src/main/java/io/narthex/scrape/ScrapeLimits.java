package io.narthex.scrape;

/// The limits of a job; 0 means no limit.
///
/// @param bodySize `body_size_limit`: bytes of an uncompressed body
/// @param samples `sample_limit`: samples of one scrape after relabelling
/// @param labels `label_limit`: labels of a series
/// @param labelNameLength `label_name_length_limit`: bytes of a label's name
/// @param labelValueLength `label_value_length_limit`: bytes of a label's value
/// @param targets `target_limit`: targets of the job
///
/// Thread safety: immutable.
public record ScrapeLimits(
        long bodySize,
        int samples,
        int labels,
        int labelNameLength,
        int labelValueLength,
        int targets) {
    /// No limits.
    public static final ScrapeLimits NONE = new ScrapeLimits(0, 0, 0, 0, 0, 0);

    /// Refuses negative numbers.
    public ScrapeLimits {
        if (bodySize < 0
                || samples < 0
                || labels < 0
                || labelNameLength < 0
                || labelValueLength < 0
                || targets < 0) {
            throw new IllegalArgumentException("a scrape limit is negative");
        }
    }

    /// These limits with another `body_size_limit`.
    public ScrapeLimits withBodySize(long bytes) {
        return new ScrapeLimits(bytes, samples, labels, labelNameLength, labelValueLength, targets);
    }

    /// These limits with another `sample_limit`.
    public ScrapeLimits withSamples(int limit) {
        return new ScrapeLimits(
                bodySize, limit, labels, labelNameLength, labelValueLength, targets);
    }
}

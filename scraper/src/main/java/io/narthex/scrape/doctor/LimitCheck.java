package io.narthex.scrape.doctor;

import io.narthex.scrape.ScrapeLimits;
import io.narthex.scrape.ScrapeProblem;

import java.util.ArrayList;
import java.util.List;

/// Compares an answer with the limits of its job.
///
/// Thread safety: for one thread.
final class LimitCheck {
    private static final double NEAR = 0.8;

    private final List<Finding> findings = new ArrayList<>();

    private LimitCheck() {}

    /// @param bytes of the body once uncompressed
    static List<Finding> check(ScrapeLimits limits, Exposition read, long bytes) {
        LimitCheck check = new LimitCheck();
        if (limits.samples() > 0 && read.kept() > limits.samples()) {
            check.findings.add(
                    Finding.error(
                            ScrapeProblem.LIMIT,
                            "sample limit exceeded: %d samples, and sample_limit is %d"
                                    .formatted(read.kept(), limits.samples())));
        } else {
            check.near("samples", "sample_limit", read.kept(), limits.samples());
        }
        check.near("bytes", "body_size_limit", bytes, limits.bodySize());
        check.near("labels", "label_limit", read.mostLabels(), limits.labels());
        check.near(
                "bytes in the name of a label",
                "label_name_length_limit",
                read.longestName(),
                limits.labelNameLength());
        check.near(
                "bytes in the value of a label",
                "label_value_length_limit",
                read.longestValue(),
                limits.labelValueLength());
        return check.findings;
    }

    private void near(String what, String key, long value, long limit) {
        if (limit > 0 && value >= NEAR * limit) {
            findings.add(
                    Finding.warning(
                            ScrapeProblem.NEAR_LIMIT,
                            "%d %s, and %s is %d; beyond it every scrape fails"
                                    .formatted(value, what, key, limit),
                            "raise %s, or let the service expose less".formatted(key)));
        }
    }
}

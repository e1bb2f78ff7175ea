package io.narthex.server.config;

import io.narthex.scrape.ScrapeLimits;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;

/// Reads limits of scrapes; what a job does not say it has from `global`.
///
/// Thread safety: for one thread.
final class LimitsReader {
    /// Limits, 0 for none.
    static final KeyTable KEYS =
            KeyTable.of(
                    "limits",
                    Key.of(
                            "body_size_limit",
                            KeyType.SIZE,
                            "0",
                            "the longest answer, unpacked; a longer one fails the scrape"),
                    limit("sample_limit", "the most samples of a scrape after relabelling"),
                    limit("label_limit", "the most labels of a series"),
                    limit("label_name_length_limit", "the longest name of a label, in bytes"),
                    limit("label_value_length_limit", "the longest value of a label, in bytes"),
                    limit("target_limit", "the most targets of a job; with more, all fail"),
                    limit("keep_dropped_targets", "how many dropped targets are shown; 0 for all"));

    private long bodySize;
    private int samples;
    private int labels;
    private int labelNameLength;
    private int labelValueLength;
    private int targets;
    private int keepDroppedTargets;

    LimitsReader() {}

    private static Key limit(String name, String meaning) {
        return Key.of(name, KeyType.NUMBER, "0", meaning);
    }

    /// A reader that starts with the limits of another one.
    LimitsReader(LimitsReader global) {
        bodySize = global.bodySize;
        samples = global.samples;
        labels = global.labels;
        labelNameLength = global.labelNameLength;
        labelValueLength = global.labelValueLength;
        targets = global.targets;
        keepDroppedTargets = global.keepDroppedTargets;
    }

    /// Takes the limits that a block sets; 0 leaves what is inherited.
    void read(YamlMapping block) {
        block.size("body_size_limit", n -> bodySize = n == 0 ? bodySize : n);
        block.number("sample_limit", n -> samples = limit(n, samples));
        block.number("label_limit", n -> labels = limit(n, labels));
        block.number("label_name_length_limit", n -> labelNameLength = limit(n, labelNameLength));
        block.number(
                "label_value_length_limit", n -> labelValueLength = limit(n, labelValueLength));
        block.number("target_limit", n -> targets = limit(n, targets));
        block.number(
                "keep_dropped_targets", n -> keepDroppedTargets = limit(n, keepDroppedTargets));
    }

    /// How many dropped targets are shown; 0 for all.
    int keepDroppedTargets() {
        return keepDroppedTargets;
    }

    ScrapeLimits limits() {
        return new ScrapeLimits(
                bodySize, samples, labels, labelNameLength, labelValueLength, targets);
    }

    private static int limit(long value, int inherited) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a limit: " + value);
        }
        return value == 0 ? inherited : (int) value;
    }
}

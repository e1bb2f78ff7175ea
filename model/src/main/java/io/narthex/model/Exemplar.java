package io.narthex.model;

/// An example that stands for a sample, usually with a trace id among its labels.
///
/// @param timestamp epoch milliseconds
/// @param hasTimestamp whether whoever exposed it said when it was; else the timestamp is that of
///     the sample it came with
///
/// Thread safety: immutable.
public record Exemplar(Labels labels, double value, long timestamp, boolean hasTimestamp) {
    /// Characters that its label names and values may have together, as OpenMetrics says.
    public static final int MAX_LABEL_CHARACTERS = 128;

    /// Whether its labels are too long to be kept.
    public boolean isTooLong() {
        int characters = 0;
        for (int i = 0; i < labels.size(); i++) {
            characters += characters(labels.name(i)) + characters(labels.value(i));
        }
        return characters > MAX_LABEL_CHARACTERS;
    }

    private static int characters(String s) {
        return s.codePointCount(0, s.length());
    }
}

package io.narthex.tsdb.chunk;

/// What a part of a chunk can be. The sentences have a place for each of the part's values.
///
/// Thread safety: immutable.
public enum ChunkPart {
    SAMPLES("samples: %s"),
    FLAGS("flags: %s"),
    WIDTH("bits of a value's residual: %s"),
    EXPONENT("decimal exponent: values are divided by 10^%s"),
    SHIFT("shift: low zero bits of residuals: %s"),
    LENGTHS("bytes of slope: %s, of base: %s"),
    TIME_LENGTHS("bytes of t0: %s, of interval: %s"),
    T0("t0, epoch milliseconds: %s"),
    INTERVAL("interval, milliseconds: %s"),
    BASE("base of the line: %s"),
    FIRST_NUMBER("first number: %s"),
    SLOPE("slope of the line: %s"),
    FINE_SLOPE("slope of the line, in 1/65536: %s"),
    LEAST_DISTANCE("least distance from the value before: %s"),
    GAPS("gaps: %s"),
    GAP("before sample %s, intervals missed so far: %s"),
    JITTER_WIDTH("bits of a time's residual: %s"),
    JITTER_LENGTH("bytes of the least one: %s"),
    JITTER_LEAST("the least one: %s"),
    JITTER("%s residuals of times, of %s bits"),
    RESIDUALS("%s residuals of %s bits, from the line"),
    DELTAS("%s residuals of %s bits, from the value before"),
    PATCHES("patches: %s"),
    PATCH_LENGTH("bytes of a patch: %s"),
    PATCH("sample %s, residual: %s"),
    EXCEPTIONS("exceptions: %s"),
    EXCEPTION("sample %s: %s"),
    DEPTH("depth: %s"),
    DEPTH_NO_DROP("depth: %s, no drop of values"),
    BESIDE("differences from the chunk %s before"),
    STARTS_LENGTH("bytes of start timestamps: %s"),
    STARTS_AT_T0("samples %s to %s, start timestamps: t0 less %s"),
    STARTS_AS_BEFORE("samples %s to %s, start timestamps: that of the sample before less %s"),
    STARTS_BEHIND("samples %s to %s, start timestamps: the time of the sample before less %s"),
    FIRST_TIME("time %s: %s"),
    TIME("time %s: +%s"),
    TIME_AGAIN("time %s: +%s again"),
    TIME_CHANGED("time %s: +%s (%s)"),
    VALUE("value %s: %s"),
    SAME_VALUE("value %s: the same"),
    PADDING("padding"),
    RESET("flags, in the two highest bits: what is known of a reset"),
    SAMPLES_AND_RESET("samples: %s; two highest bits: what is known of a reset"),
    START_FLAGS("start timestamps: first one known, index of the first change"),
    HISTOGRAMS("layout and histograms"),
    STARTED_HISTOGRAMS("layout, histograms and start timestamps"),
    STARTED_FLOATS("times, values and start timestamps");

    private final String sentence;

    ChunkPart(String sentence) {
        this.sentence = sentence;
    }

    /// What a part of this kind says.
    ///
    /// @param values as many as the sentence has places
    String sentence(Object... values) {
        return sentence.formatted(values);
    }
}

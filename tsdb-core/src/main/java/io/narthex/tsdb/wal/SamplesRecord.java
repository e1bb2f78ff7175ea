package io.narthex.tsdb.wal;

/// How the samples of a commit lie in a record, column by column.
///
/// ```text
/// samples ever logged before this record (varint), number of samples (varint),
/// time of the first one (zigzag), bytes of the references, bytes of the times (varint each)
/// references: runs: first, as the difference to the last one before (zigzag);
///             samples of the run << 1 | step (varint); each is the one before plus the step
/// times:      none where all are equal; else, from the second on, the change of the distance to
///             the one before (zigzag)
/// values:     one byte: form | bytes << 4, then as many bytes
/// ```
///
/// The form 0 … 12 is a decimal exponent: the bytes are the mantissa, zigzag, as a difference to
/// the sample before where that has the same reference and was decimal with the same exponent. A
/// raw value has the highest bytes of its IEEE bits, as far as they are not 0. A stale marker has
/// no bytes.
///
/// Thread safety: stateless.
final class SamplesRecord {
    static final int RAW = 13;
    static final int STALE = 14;

    private SamplesRecord() {}
}

package io.narthex.tsdb.chunk;

/// The sizes that users of the chunk codecs allocate by.
///
/// Thread safety: stateless.
public final class Chunks {
    /// The most samples of a chunk in the head, and of any chunk for Prometheus: whoever wants the
    /// newest samples has not to read many others.
    public static final int MAX_SAMPLES = 120;

    /// The most samples of a chunk of floats in a block, where its header and what an index says of
    /// it weigh more than a residual that is wider at times; a byte counts them.
    public static final int MAX_LONG_SAMPLES = 240;

    /// The most samples of an open block: the sample that would be the 120th seals it.
    public static final int MAX_OPEN_SAMPLES = MAX_SAMPLES - 1;

    /// Bytes that must be readable behind a chunk in its array, whatever they hold: the decoder
    /// loads whole words and whole groups of eight values.
    public static final int SLACK = 64;

    /// The most bytes of a sealed chunk, also the room [LforEncoder#encode] needs behind `at`.
    /// Arbitrary doubles at the times of a scrape stay below 1,100; only arbitrary doubles at
    /// arbitrary times come near this.
    public static final int MAX_BYTES = 2112;

    /// The most bytes of a chunk of more than [#MAX_SAMPLES].
    public static final int MAX_LONG_BYTES = 2 * MAX_BYTES;

    /// The most bytes of a sealed chunk of floats with start timestamps, also the room that
    /// [LforEncoder] needs for one.
    public static final int MAX_STARTED_BYTES =
            MAX_BYTES + StartedLforChunk.LENGTH_BYTES + MAX_SAMPLES * StartColumn.MAX_SAMPLE_BYTES;

    /// The same of a chunk of more than [#MAX_SAMPLES].
    public static final int MAX_LONG_STARTED_BYTES = 2 * MAX_STARTED_BYTES;

    /// The most bytes one sample takes in an open block.
    public static final int MAX_OPEN_SAMPLE_BYTES = 24;

    private Chunks() {}
}

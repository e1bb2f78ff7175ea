package io.narthex.tsdb.chunk;

/// What appending to an open block must remember between samples: a plain holder that its owner
/// fills from its columns before [OpenBlock#append] and stores back after it.
///
/// Thread safety: for one thread at a time.
public final class OpenBlockState {
    /// The mode in which no value is decimal any more.
    public static final int RAW = OpenBlock.RAW;

    /// The last sample's time, epoch milliseconds; meaningless while `count` is 0.
    public long lastTime;

    /// The last sample's distance from the one before, milliseconds; 0 while `count` is below 2.
    public long delta;

    /// What the next value is coded against: the last decimal mantissa, in raw mode the last bits.
    public long mantissa;

    /// The decimal exponent of `mantissa` (values are `mantissa / 10^exponent`), 0 … 12.
    public int exponent;

    /// The block's mode, see [OpenBlock]; 0 at the start.
    public int mode;

    /// The number of samples in the block.
    public int count;

    /// The number of bytes in the block.
    public int byteLength;

    /// Makes the state that of an empty block.
    public void clear() {
        lastTime = 0;
        delta = 0;
        mantissa = 0;
        exponent = 0;
        mode = 0;
        count = 0;
        byteLength = 0;
    }
}

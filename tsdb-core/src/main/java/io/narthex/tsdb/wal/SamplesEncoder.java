package io.narthex.tsdb.wal;

import io.narthex.model.StaleNaN;
import io.narthex.tsdb.chunk.Decimals;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteWriter;

/// Collects the samples of one commit and writes them as [SamplesRecord] says.
///
/// Thread safety: for one thread at a time.
public final class SamplesEncoder {
    private static final long MANTISSA_LIMIT = 1L << 53;

    private final ByteWriter refs = new ByteWriter(256);
    private final ByteWriter times = new ByteWriter(256);
    private final ByteWriter values = new ByteWriter(4096);
    private final StartRuns starts = new StartRuns();
    private int count;

    private long lastRef;
    private long runStart;
    private long runBefore;
    private int runStep;
    private int runLength;

    private long firstTime;
    private long lastTime;
    private long lastDelta;
    private boolean regular;

    private long lastMantissa;
    private int lastForm;

    SamplesEncoder() {
        clear();
    }

    /// Starts again.
    void clear() {
        refs.clear();
        times.clear();
        values.clear();
        starts.clear();
        count = 0;
        lastRef = 0;
        runLength = 0;
        regular = true;
    }

    /// The number of samples so far.
    public int count() {
        return count;
    }

    /// Adds a sample.
    ///
    /// @param t epoch milliseconds
    /// @param exponent the decimal exponent; negative where the value is no `mantissa /
    ///     10^exponent`, or nobody knows
    public void add(long ref, long t, double value, long mantissa, int exponent) {
        boolean sameSeries = count > 0 && ref == lastRef;
        addRef(ref);
        addTime(t);
        addValue(value, mantissa, exponent, sameSeries);
        lastRef = ref;
        count++;
    }

    private void addRef(long ref) {
        if (runLength == 1 && (ref == lastRef || ref == lastRef + 1)) {
            runStep = (int) (ref - lastRef);
            runLength = 2;
        } else if (runLength > 1 && ref == lastRef + runStep) {
            runLength++;
        } else {
            endRun();
            runBefore = lastRef;
            runStart = ref;
            runStep = 0;
            runLength = 1;
        }
    }

    private void endRun() {
        if (runLength > 0) {
            refs.putZigzag(runStart - runBefore);
            refs.putVarint((long) runLength << 1 | runStep);
        }
    }

    private void addTime(long t) {
        if (count == 0) {
            firstTime = t;
            lastDelta = 0;
        } else {
            long delta = t - lastTime;
            if (regular && delta != 0) {
                regular = false;
                for (int i = 1; i < count; i++) {
                    times.put(0);
                }
            }
            if (!regular) {
                times.putZigzag(delta - lastDelta);
            }
            lastDelta = delta;
        }
        lastTime = t;
    }

    private void addValue(double value, long mantissa, int exponent, boolean sameSeries) {
        if (exponent >= 0
                && exponent <= Decimals.MAX_EXPONENT
                && Math.abs(mantissa) < MANTISSA_LIMIT) {
            boolean differs = sameSeries && lastForm == exponent;
            long number = differs ? mantissa - lastMantissa : mantissa;
            long zigzag = (number << 1) ^ (number >> 63);
            int length = (Long.SIZE + 7 - Long.numberOfLeadingZeros(zigzag)) >>> 3;
            // A difference of mantissas has 55 bits: the form fits before it.
            values.putLow(zigzag << Byte.SIZE | exponent | length << 4, 1 + length);
            lastMantissa = mantissa;
            lastForm = exponent;
        } else if (StaleNaN.isStale(value)) {
            values.put(SamplesRecord.STALE);
            lastForm = SamplesRecord.STALE;
        } else {
            long bits = Double.doubleToRawLongBits(value);
            int length = Long.BYTES - Long.numberOfTrailingZeros(bits) / Byte.SIZE;
            values.put(SamplesRecord.RAW | length << 4);
            values.putLow(length == 0 ? 0 : bits >>> Long.SIZE - 8 * length, length);
            lastForm = SamplesRecord.RAW;
        }
    }

    /// Gives the sample added last a start timestamp; for all of a commit or for none.
    ///
    /// @param start epoch milliseconds; 0 where not known
    public void start(long start) {
        starts.append(count - 1, start);
    }

    /// The start timestamps so far.
    StartRuns.View starts() {
        return starts.view();
    }

    /// Writes the payload.
    ///
    /// @param before samples ever logged before these
    void writeTo(ByteWriter out, long before) {
        endRun();
        runLength = 0;
        out.putVarint(before);
        out.putVarint(count);
        out.putZigzag(firstTime);
        out.putVarint(refs.size());
        out.putVarint(times.size());
        out.put(refs);
        out.put(times);
        out.put(values);
    }
}

package io.narthex.tsdb.wal;

import io.narthex.model.StaleNaN;
import io.narthex.tsdb.chunk.Decimals;
import io.narthex.tsdb.chunk.StartRuns;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.MalformedException;

import org.jspecify.annotations.Nullable;

/// Steps through the samples of a record as [SamplesRecord] says.
///
/// Thread safety: for one thread.
public final class SamplesDecoder {
    private final ByteReader refs;
    private final ByteReader times;
    private final ByteReader values;
    private final long before;
    private final int count;
    private final StartRuns.View starts;
    private int read;

    private long ref;
    private int runLeft;
    private int runStep;
    private long time;
    private long delta;
    private double value;
    private long mantissa;
    private int exponent = -1;

    /// @param startsBefore the record before this one, where it is of start timestamps
    /// @throws MalformedException if the payload is none
    SamplesDecoder(ByteReader in, @Nullable StartsRecord startsBefore) {
        before = in.getVarint();
        long samples = in.getVarint();
        time = in.getZigzag();
        long refBytes = in.getVarint();
        long timeBytes = in.getVarint();
        refs = in.slice(refBytes);
        times = in.slice(timeBytes);
        values = in;
        if (samples < 0 || samples > values.remaining()) {
            throw new MalformedException(samples + " samples in " + values.remaining() + " bytes");
        }
        count = (int) samples;
        starts = StartsRecord.of(startsBefore, before, count);
    }

    /// Samples ever logged before the first one of this record.
    public long before() {
        return before;
    }

    /// The number of samples.
    public int count() {
        return count;
    }

    /// Steps to the next sample; false at the end.
    ///
    /// @throws MalformedException if there should be one and is none
    public boolean next() {
        if (read == count) {
            return false;
        }
        long lastRef = ref;
        nextRef();
        if (read > 0 && times.remaining() > 0) {
            delta += times.getZigzag();
        }
        time += delta;
        nextValue(read > 0 && ref == lastRef);
        read++;
        return true;
    }

    private void nextRef() {
        if (runLeft > 0) {
            ref += runStep;
        } else {
            ref += refs.getZigzag();
            long run = refs.getVarint();
            runStep = (int) run & 1;
            if (run >>> 1 == 0 || run >>> 1 > count - read) {
                throw new MalformedException("a run of " + (run >>> 1) + " samples");
            }
            runLeft = (int) (run >>> 1);
        }
        runLeft--;
    }

    private void nextValue(boolean sameSeries) {
        int head = values.get();
        int form = head & 15;
        int length = head >>> 4;
        if (length > Long.BYTES) {
            throw new MalformedException("a value of " + length + " bytes");
        }
        long bytes = values.getLow(length);
        if (form <= Decimals.MAX_EXPONENT) {
            long number = (bytes >>> 1) ^ -(bytes & 1);
            mantissa = sameSeries && exponent == form ? mantissa + number : number;
            exponent = form;
            value = Decimals.value(mantissa, form);
        } else {
            exponent = -1;
            value =
                    switch (form) {
                        case SamplesRecord.STALE -> StaleNaN.VALUE;
                        case SamplesRecord.RAW ->
                                Double.longBitsToDouble(
                                        length == 0 ? 0 : bytes << Long.SIZE - 8 * length);
                        default -> throw new MalformedException("a value of form " + form);
                    };
        }
    }

    /// The sample's series.
    public long ref() {
        return ref;
    }

    /// The sample's time, epoch milliseconds.
    public long time() {
        return time;
    }

    /// The sample's start timestamp, epoch milliseconds; 0 where it is not known.
    public long start() {
        return starts.at(read - 1);
    }

    /// The sample's value.
    public double value() {
        return value;
    }

    /// The value times `10^exponent`; only where the exponent is not negative.
    public long mantissa() {
        return mantissa;
    }

    /// The decimal exponent, -1 where the value is stored as it is.
    public int exponent() {
        return exponent;
    }
}

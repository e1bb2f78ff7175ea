package io.narthex.remote;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;

import org.jspecify.annotations.Nullable;

/// The reference of the series that a decoder reads: from the cache, or from the store once there
/// is a sample whose time it takes.
///
/// Thread safety: for one thread; reuse it.
final class SeriesFinder {
    private static final long TOO_OLD = SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS);

    private final SeriesCache cache;
    private final LabelsDecoder decoder;

    private byte[] bytes = new byte[0];
    private int labelsFrom;
    private int labelsTo;
    private int keyFrom;

    /// Negative where the series is not kept in the cache.
    private int keyLength;

    private long hash;
    private @Nullable Labels labels;
    private long ref;

    SeriesFinder(SeriesCache cache, LabelsDecoder decoder) {
        this.cache = cache;
        this.decoder = decoder;
    }

    /// Goes on with another series, which has labels and no key of the cache.
    ///
    /// @return as of the other one
    boolean begin(byte[] from, int first, int end) {
        keyLength = -1;
        take(from, first, end);
        return decode() != null;
    }

    /// Goes on with another series.
    ///
    /// @param from holds its fields between `first` and `end`, until the next series
    /// @param key where the labels begin that the cache knows it by, and nothing else
    /// @param keyEnd where they end
    /// @return whether its labels are valid
    boolean begin(byte[] from, int first, int end, int key, int keyEnd) {
        take(from, first, end);
        keyFrom = key;
        keyLength = keyEnd - key;
        hash = cache.hash(bytes, keyFrom, keyLength);
        ref = cache.find(hash, bytes, keyFrom, keyLength);
        return ref != SeriesRef.NONE || decode() != null;
    }

    private void take(byte[] from, int first, int end) {
        bytes = from;
        labelsFrom = first;
        labelsTo = end;
        labels = null;
        ref = SeriesRef.NONE;
    }

    private @Nullable Labels decode() {
        labels = decoder.decode(bytes, labelsFrom, labelsTo);
        return labels;
    }

    /// The series' reference for a sample of a time, or a refusal. The series is not created for a
    /// time that the store would refuse, so each sample asks.
    ///
    /// @param timestamp epoch milliseconds
    long refAt(long timestamp, Appender appender) {
        return ref == SeriesRef.NONE || ref == TOO_OLD ? resolve(timestamp, appender) : ref;
    }

    /// The same, where the store does not know the last answer any more.
    long resolve(long timestamp, Appender appender) {
        Labels known = labels == null ? decode() : labels;
        if (known == null) {
            throw new IllegalStateException("BUG: labels that were valid are not any more");
        }
        ref = appender.resolve(known, timestamp);
        if (keyLength >= 0 && !SeriesRef.isRefusal(ref)) {
            cache.put(hash, bytes, keyFrom, keyLength, ref);
        }
        return ref;
    }
}

package io.narthex.model;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;

/// One batch of samples that becomes visible all at once, or not at all.
///
/// The life of a batch: [#resolve] each new series once and keep its reference, [#append] samples,
/// then [#commit] or [#rollback]. References that `resolve` or a successful `append` of this batch
/// has seen stay valid until the batch ends. Closing an open batch rolls it back.
///
/// Thread safety: for one thread.
public interface Appender extends AutoCloseable {
    /// The reference of a series, created if it is new.
    ///
    /// @return a reference, or a refusal (see [SeriesRef#isRefusal])
    long resolve(Labels labels);

    /// The same for a sample of a time. Where the store would refuse every sample that old, a new
    /// series is refused too, as it would stay empty. By default that is left to the commit.
    ///
    /// @param timestamp epoch milliseconds
    /// @return as above, or the refusal [AppendStatus#OUT_OF_BOUNDS]
    default long resolve(Labels labels, long timestamp) {
        return resolve(labels);
    }

    /// The reference of a series that exists, for what must not create one. By default none does.
    ///
    /// @return a reference, or [SeriesRef#NONE]
    default long find(Labels labels) {
        return SeriesRef.NONE;
    }

    /// Lets the store refuse what is older than its series' newest sample as
    /// [AppendStatus#OUT_OF_ORDER], though it takes late samples from others: for what is made at
    /// the time that its samples have, where one that comes late is a mistake. Holds for the whole
    /// batch. By default stores take none anyway.
    default void refuseLate() {}

    /// Takes a float sample into the batch. Order, duplicates and bounds are judged at commit, when
    /// every other writer's samples are known.
    ///
    /// @param timestamp epoch milliseconds
    /// @return [AppendStatus#OK] or [AppendStatus#UNKNOWN_REF]
    AppendStatus append(long ref, long timestamp, double value);

    /// The same for a value that a parser read as `mantissa / 10^exponent`, which an encoder may
    /// use as it stands; `value` is that quotient, correctly rounded.
    default AppendStatus appendDecimal(
            long ref, long timestamp, double value, long mantissa, int exponent) {
        return append(ref, timestamp, value);
    }

    /// Takes a native histogram with float counts into the batch; a sum that is the stale marker
    /// ends the series. By default a store takes none.
    ///
    /// @param timestamp epoch milliseconds
    /// @return [AppendStatus#OK], [AppendStatus#UNKNOWN_REF], [AppendStatus#INVALID_HISTOGRAM], or
    ///     [AppendStatus#UNSUPPORTED_HISTOGRAM]
    default AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
        return AppendStatus.UNSUPPORTED_HISTOGRAM;
    }

    /// Takes a native histogram with integer counts into the batch. By default it is taken as one
    /// with float counts, which is exact up to 2^53.
    ///
    /// @param timestamp epoch milliseconds
    /// @return as for float counts
    default AppendStatus append(long ref, long timestamp, Histogram histogram) {
        return histogram.problem() == null
                ? append(ref, timestamp, histogram.toFloat())
                : AppendStatus.INVALID_HISTOGRAM;
    }

    /// Whether the store keeps exemplars; where it does not, there is no need to make any.
    default boolean takesExemplars() {
        return false;
    }

    /// Takes an exemplar of a series into the batch. Exemplars are extras: one that is refused
    /// costs no sample, and [#commit] does not tell of them. One that the series has already is not
    /// stored again. By default a store keeps none, and that is no error.
    ///
    /// @return [AppendStatus#OK]; [AppendStatus#UNKNOWN_REF]; [AppendStatus#INVALID_LABELS] where
    ///     its labels are too long; [AppendStatus#OUT_OF_ORDER] where the series has a newer one
    default AppendStatus appendExemplar(long ref, Exemplar exemplar) {
        return AppendStatus.OK;
    }

    /// Judges, stores and publishes the batch; readers that open later see all of its accepted
    /// samples, earlier ones none.
    ///
    /// @return what was rejected, by position in the order of the `append` calls that returned OK
    /// @throws IllegalStateException if the batch has ended already
    /// @throws StorageException if the store can't write what it must before it may acknowledge:
    ///     nothing is stored, or, where that failed only at the very end, nobody knows whether it
    ///     would survive a power cut; sending the same samples again is right in both cases
    CommitResult commit();

    /// Forgets the batch. Series that it created may stay, empty, until they are dropped.
    void rollback();

    /// Rolls back if the batch is still open; does nothing after that.
    @Override
    void close();
}

package io.narthex.testkit;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.CommitResult;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarQueryable;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SeriesRef;
import io.narthex.model.StaleNaN;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.CounterResets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The simplest correct store: lists under one lock, copied whole for each querier.
///
/// It judges order as Prometheus does without an out-of-order window, and keeps all exemplars.
///
/// Thread safety: safe for concurrent calls; each appender belongs to one thread.
public final class ListStore implements Appendable, Queryable, ExemplarQueryable {
    private final Object lock = new Object();
    private final Map<Labels, Long> refs = new LinkedHashMap<>();
    private final Map<Long, Labels> labels = new HashMap<>();
    private final Map<Long, List<Stored>> samples = new HashMap<>();
    private final Map<Labels, List<Exemplar>> exemplars = new TreeMap<>();

    private long oldest = Long.MIN_VALUE;

    /// A sample as it is kept; the value of a histogram is its sum.
    private record Stored(
            long timestamp, double value, @Nullable FloatHistogram histogram, long start) {
        /// The sample with the hint that a store gives it on reading, as Prometheus' does: known is
        /// only that a histogram continues the one before, in the same layout.
        Stored hinted(@Nullable Stored before) {
            if (histogram == null || histogram.resetHint() == ResetHint.GAUGE) {
                return this;
            }
            boolean continues = before != null && continues(histogram, before);
            ResetHint hint = continues ? ResetHint.NOT_COUNTER_RESET : ResetHint.UNKNOWN;
            return new Stored(timestamp, value, histogram.withHint(hint), start);
        }

        private static boolean continues(FloatHistogram h, Stored before) {
            FloatHistogram last = before.histogram;
            return last != null
                    && !StaleNaN.isStale(before.value)
                    && last.resetHint() != ResetHint.GAUGE
                    && h.resetHint() != ResetHint.COUNTER_RESET
                    && h.schema() == last.schema()
                    && h.zeroThreshold() == last.zeroThreshold()
                    && !CounterResets.between(last, h.withHint(ResetHint.UNKNOWN));
        }

        boolean isSameAs(Stored other) {
            return histogram != null
                    ? histogram.equals(other.histogram)
                    : other.histogram == null
                            && Double.doubleToRawLongBits(value)
                                    == Double.doubleToRawLongBits(other.value);
        }
    }

    /// Lets all samples before a time be too old from now on.
    ///
    /// @param time epoch milliseconds
    public void refuseBefore(long time) {
        synchronized (lock) {
            oldest = time;
        }
    }

    /// How many series were ever created.
    public int seriesCreated() {
        synchronized (lock) {
            return refs.size();
        }
    }

    @Override
    public StartTimestampAppender appender() {
        return new ListAppender();
    }

    @Override
    public Querier querier(long mint, long maxt) {
        List<ListSeries> series = new ArrayList<>();
        synchronized (lock) {
            samples.forEach(
                    (ref, list) -> {
                        List<Stored> in =
                                list.stream()
                                        .filter(s -> s.timestamp() >= mint && s.timestamp() <= maxt)
                                        .toList();
                        if (!in.isEmpty()) {
                            series.add(series(ref, in));
                        }
                    });
        }
        return new ListQueryable(series).querier(mint, maxt);
    }

    @Override
    public List<ExemplarSeries> exemplars(
            long mint, long maxt, List<List<LabelMatcher>> selectors) {
        List<ExemplarSeries> found = new ArrayList<>();
        synchronized (lock) {
            exemplars.forEach(
                    (set, all) -> {
                        List<Exemplar> in =
                                all.stream()
                                        .filter(e -> e.timestamp() >= mint && e.timestamp() <= maxt)
                                        .toList();
                        if (!in.isEmpty()
                                && selectors.stream()
                                        .anyMatch(s -> LabelMatcher.matchesAll(s, set))) {
                            found.add(new ExemplarSeries(set, in));
                        }
                    });
        }
        return found;
    }

    private ListSeries series(long ref, List<Stored> in) {
        boolean floats = in.stream().allMatch(s -> s.histogram == null);
        ListSeries series =
                new ListSeries(
                        ref,
                        labelsLocked(ref),
                        in.stream().mapToLong(Stored::timestamp).toArray(),
                        in.stream().mapToDouble(Stored::value).toArray(),
                        floats
                                ? null
                                : in.stream()
                                        .map(Stored::histogram)
                                        .toArray(FloatHistogram[]::new));
        return in.stream().allMatch(s -> s.start == 0)
                ? series
                : series.withStartTimestamps(in.stream().mapToLong(Stored::start).toArray());
    }

    private Labels labelsLocked(long ref) {
        Labels found = labels.get(ref);
        if (found == null) {
            throw new IllegalStateException("BUG: reference " + ref + " without labels");
        }
        return found;
    }

    private AppendStatus storeLocked(Pending p) {
        if (p.sample.timestamp < oldest) {
            return AppendStatus.OUT_OF_BOUNDS;
        }
        List<Stored> list = samples.computeIfAbsent(p.ref, _ -> new ArrayList<>());
        if (!list.isEmpty()) {
            Stored last = list.getLast();
            if (p.sample.timestamp < last.timestamp()) {
                return AppendStatus.OUT_OF_ORDER;
            }
            if (p.sample.timestamp == last.timestamp()) {
                return p.sample.isSameAs(last) ? AppendStatus.OK : AppendStatus.DUPLICATE;
            }
        }
        list.add(p.sample.hinted(list.isEmpty() ? null : list.getLast()));
        return AppendStatus.OK;
    }

    private record Pending(long ref, Stored sample) {}

    private record PendingExemplar(long ref, Exemplar exemplar) {}

    private final class ListAppender implements StartTimestampAppender {
        private final List<Pending> batch = new ArrayList<>();
        private final List<PendingExemplar> batchExemplars = new ArrayList<>();
        private boolean ended;

        @Override
        public long resolve(Labels set) {
            if (set.metricName().isEmpty()) {
                return SeriesRef.refusal(AppendStatus.INVALID_LABELS);
            }
            synchronized (lock) {
                Long known = refs.get(set);
                if (known != null) {
                    return known;
                }
                long ref = refs.size() + 1L;
                refs.put(set, ref);
                labels.put(ref, set);
                return ref;
            }
        }

        @Override
        public long resolve(Labels set, long timestamp) {
            synchronized (lock) {
                return timestamp < oldest && !refs.containsKey(set)
                        ? SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS)
                        : resolve(set);
            }
        }

        @Override
        public long find(Labels set) {
            synchronized (lock) {
                return refs.getOrDefault(set, SeriesRef.NONE);
            }
        }

        @Override
        public boolean takesExemplars() {
            return true;
        }

        @Override
        public AppendStatus appendExemplar(long ref, Exemplar exemplar) {
            synchronized (lock) {
                if (!labels.containsKey(ref)) {
                    return AppendStatus.UNKNOWN_REF;
                }
            }
            batchExemplars.add(new PendingExemplar(ref, exemplar));
            return AppendStatus.OK;
        }

        @Override
        public AppendStatus append(long ref, long timestamp, double value) {
            return append(ref, timestamp, value, 0);
        }

        @Override
        public AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
            return append(ref, timestamp, histogram, 0);
        }

        @Override
        public AppendStatus append(long ref, long timestamp, double value, long start) {
            return append(ref, new Stored(timestamp, value, null, start));
        }

        @Override
        public AppendStatus append(long ref, long timestamp, FloatHistogram histogram, long start) {
            if (histogram.problem() != null) {
                return AppendStatus.INVALID_HISTOGRAM;
            }
            return append(ref, new Stored(timestamp, histogram.sum(), histogram, start));
        }

        private AppendStatus append(long ref, Stored sample) {
            requireOpen();
            synchronized (lock) {
                if (!labels.containsKey(ref)) {
                    return AppendStatus.UNKNOWN_REF;
                }
            }
            batch.add(new Pending(ref, sample));
            return AppendStatus.OK;
        }

        private void requireOpen() {
            if (ended) {
                throw new IllegalStateException("the batch has ended already");
            }
        }

        @Override
        public CommitResult commit() {
            requireOpen();
            ended = true;
            List<Rejection> rejections = new ArrayList<>();
            synchronized (lock) {
                for (int i = 0; i < batch.size(); i++) {
                    AppendStatus status = storeLocked(batch.get(i));
                    if (status != AppendStatus.OK) {
                        rejections.add(new Rejection(i, status));
                    }
                }
            }
            synchronized (lock) {
                for (PendingExemplar p : batchExemplars) {
                    exemplars
                            .computeIfAbsent(labelsLocked(p.ref), _ -> new ArrayList<>())
                            .add(p.exemplar);
                }
            }
            return new CommitResult(batch.size() - rejections.size(), List.copyOf(rejections));
        }

        @Override
        public void rollback() {
            ended = true;
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}

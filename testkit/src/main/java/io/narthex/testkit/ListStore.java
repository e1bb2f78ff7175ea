package io.narthex.testkit;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.Sample;
import io.narthex.model.SeriesRef;
import io.narthex.model.histogram.FloatHistogram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The simplest correct store: lists under one lock, copied whole for each querier.
///
/// It takes floats only and judges order as Prometheus does without an out-of-order window.
///
/// Thread safety: safe for concurrent calls; each appender belongs to one thread.
public final class ListStore implements Appendable, Queryable {
    private final Object lock = new Object();
    private final Map<Labels, Long> refs = new LinkedHashMap<>();
    private final Map<Long, Labels> labels = new HashMap<>();
    private final Map<Long, List<Sample>> samples = new HashMap<>();

    @Override
    public Appender appender() {
        return new ListAppender();
    }

    @Override
    public Querier querier(long mint, long maxt) {
        List<ListSeries> series = new ArrayList<>();
        synchronized (lock) {
            samples.forEach(
                    (ref, list) -> {
                        List<Sample> in =
                                list.stream()
                                        .filter(s -> s.timestamp() >= mint && s.timestamp() <= maxt)
                                        .toList();
                        if (!in.isEmpty()) {
                            series.add(
                                    new ListSeries(
                                            ref,
                                            labelsLocked(ref),
                                            in.stream().mapToLong(Sample::timestamp).toArray(),
                                            in.stream().mapToDouble(Sample::value).toArray()));
                        }
                    });
        }
        return new ListQueryable(series).querier(mint, maxt);
    }

    private Labels labelsLocked(long ref) {
        Labels found = labels.get(ref);
        if (found == null) {
            throw new IllegalStateException("BUG: reference " + ref + " without labels");
        }
        return found;
    }

    private AppendStatus storeLocked(Pending p) {
        List<Sample> list = samples.computeIfAbsent(p.ref, _ -> new ArrayList<>());
        if (!list.isEmpty()) {
            Sample last = list.getLast();
            if (p.timestamp < last.timestamp()) {
                return AppendStatus.OUT_OF_ORDER;
            }
            if (p.timestamp == last.timestamp()) {
                boolean same =
                        Double.doubleToRawLongBits(p.value)
                                == Double.doubleToRawLongBits(last.value());
                return same ? AppendStatus.OK : AppendStatus.DUPLICATE;
            }
        }
        list.add(new Sample(p.timestamp, p.value));
        return AppendStatus.OK;
    }

    private record Pending(long ref, long timestamp, double value) {}

    private final class ListAppender implements Appender {
        private final List<Pending> batch = new ArrayList<>();
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
        public AppendStatus append(long ref, long timestamp, double value) {
            synchronized (lock) {
                if (!labels.containsKey(ref)) {
                    return AppendStatus.UNKNOWN_REF;
                }
            }
            batch.add(new Pending(ref, timestamp, value));
            return AppendStatus.OK;
        }

        @Override
        public AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
            return AppendStatus.INVALID_HISTOGRAM;
        }

        @Override
        public CommitResult commit() {
            if (ended) {
                throw new IllegalStateException("the batch has ended already");
            }
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

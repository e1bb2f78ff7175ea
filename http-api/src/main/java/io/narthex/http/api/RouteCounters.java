package io.narthex.http.api;

import io.narthex.http.HttpStats;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Counts the requests of one route.
///
/// Thread safety: safe for concurrent calls.
final class RouteCounters {
    private final String name;
    private final ConcurrentSkipListMap<Integer, LongAdder> byStatus =
            new ConcurrentSkipListMap<>();
    private final LongAdder[] buckets = new LongAdder[HttpStats.DURATION_BOUNDS.size() + 1];
    private final DoubleAdder seconds = new DoubleAdder();
    private final LongAdder bytes = new LongAdder();

    RouteCounters(String name) {
        this.name = name;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    void count(int status, long nanos, long bodyBytes) {
        byStatus.computeIfAbsent(status, _ -> new LongAdder()).increment();
        double duration = nanos / 1e9;
        seconds.add(duration);
        bytes.add(bodyBytes);
        int bucket = 0;
        while (bucket < buckets.length - 1 && duration > HttpStats.DURATION_BOUNDS.get(bucket)) {
            bucket++;
        }
        buckets[bucket].increment();
    }

    HttpStats.Handler snapshot() {
        TreeMap<Integer, Long> statuses = new TreeMap<>();
        byStatus.forEach((status, count) -> statuses.put(status, count.sum()));
        List<Long> cumulative = new ArrayList<>();
        long sum = 0;
        for (LongAdder bucket : buckets) {
            sum += bucket.sum();
            cumulative.add(sum);
        }
        return new HttpStats.Handler(name, statuses, cumulative, seconds.sum(), bytes.sum());
    }
}

package io.narthex.tsdb.head;

import io.narthex.model.Labels;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.index.LargestCounts;
import io.narthex.tsdb.index.SeriesIndex;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sums the bytes of each metric's series. As it looks at a part of the series at a time, the sums
/// are of slightly different moments.
///
/// Thread safety: for one thread.
final class MetricSizes {
    private final SeriesSizes sizes;
    private final SeriesIndex index;
    private final long[] refs = new long[SeriesSizes.PART];
    private final long[] bytes = new long[SeriesSizes.PART];

    MetricSizes(SeriesSizes sizes, SeriesIndex index) {
        this.sizes = sizes;
        this.index = index;
    }

    /// The largest metrics, with bytes of chunks, open blocks, columns and, estimated, labels.
    List<IndexStats.Count> largest(int limit) {
        Map<String, Long> sums = new HashMap<>();
        int from = 0;
        int n;
        do {
            n = sizes.read(from, refs, bytes);
            @Nullable Labels[] labels = index.labels(refs);
            for (int i = 0; i < n; i++) {
                Labels of = labels[i];
                if (of != null) {
                    sums.merge(of.metricName(), bytes[i], Long::sum);
                }
            }
            from += n;
        } while (n == refs.length);
        LargestCounts largest = new LargestCounts(limit);
        sums.forEach(largest::add);
        return largest.list();
    }

    /// The bytes of all series.
    long sum() {
        long sum = 0;
        int from = 0;
        int n;
        do {
            n = sizes.read(from, refs, bytes);
            for (int i = 0; i < n; i++) {
                sum += refs[i] == 0 ? 0 : bytes[i];
            }
            from += n;
        } while (n == refs.length);
        return sum;
    }
}

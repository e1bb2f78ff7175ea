package io.narthex.tsdb.index;

import io.narthex.model.Labels;
import io.narthex.tsdb.cardinality.IndexStats;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what the index holds.
///
/// Thread safety: guarded by the index's lock.
final class IndexCensus {
    /// Series of a metric that are looked at: the label that explodes shows long before that.
    private static final int SAMPLE = 20_000;

    private static final int EXAMPLES = 3;

    private final Postings postings;
    private final LabelsTable table;

    IndexCensus(Postings postings, LabelsTable table) {
        this.postings = postings;
        this.table = table;
    }

    /// @param limit the length of each list
    IndexStats stats(int limit) {
        LargestCounts seriesByMetric = new LargestCounts(limit);
        LargestCounts valuesByLabel = new LargestCounts(limit);
        LargestCounts bytesByLabel = new LargestCounts(limit);
        LargestCounts seriesByPair = new LargestCounts(limit);
        long[] pairs = new long[1];
        for (String name : postings.names()) {
            long[] values = new long[1];
            long[] bytes = new long[1];
            postings.forEachValue(
                    name,
                    (value, slots) -> {
                        int series = slots.getCardinality();
                        values[0]++;
                        bytes[0] += (long) series * utf8Length(value);
                        if (name.equals(Labels.NAME)) {
                            seriesByMetric.add(value, series);
                        }
                        if (seriesByPair.isLarge(series)) {
                            seriesByPair.add(name + "=" + value, series);
                        }
                    });
            valuesByLabel.add(name, values[0]);
            bytesByLabel.add(name, bytes[0]);
            pairs[0] += values[0];
        }
        return new IndexStats(
                table.size(),
                pairs[0],
                seriesByMetric.list(),
                valuesByLabel.list(),
                bytesByLabel.list(),
                seriesByPair.list());
    }

    private static int utf8Length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }

    /// The largest metric among the series of a label pair; null where there are none.
    ///
    /// @param value null for all series
    @Nullable Crowd crowd(String name, @Nullable String value) {
        RoaringBitmap among = value == null ? null : postings.slots(name, value);
        if (value != null && among == null) {
            return null;
        }
        String[] metric = new String[1];
        int[] most = new int[1];
        postings.forEachValue(
                Labels.NAME,
                (text, slots) -> {
                    int series =
                            among == null
                                    ? slots.getCardinality()
                                    : RoaringBitmap.andCardinality(slots, among);
                    if (series > most[0]) {
                        most[0] = series;
                        metric[0] = text;
                    }
                });
        return most[0] == 0 ? null : crowd(metric[0], most[0], among);
    }

    private @Nullable Crowd crowd(String metric, int series, @Nullable RoaringBitmap among) {
        RoaringBitmap slots = postings.slots(Labels.NAME, metric);
        if (slots == null) {
            return null;
        }
        RoaringBitmap members = among == null ? slots : RoaringBitmap.and(slots, among);
        Map<String, Set<String>> values = new HashMap<>();
        int seen = 0;
        for (int slot : members) {
            if (seen++ == SAMPLE) {
                break;
            }
            Labels labels = table.labels(slot);
            for (int i = 0; i < labels.size(); i++) {
                if (!labels.name(i).equals(Labels.NAME)) {
                    values.computeIfAbsent(labels.name(i), _ -> new LinkedHashSet<>())
                            .add(labels.value(i));
                }
            }
        }
        String label = "";
        for (Map.Entry<String, Set<String>> e : values.entrySet()) {
            int more = e.getValue().size() - values.getOrDefault(label, Set.of()).size();
            if (more > 0 || (more == 0 && e.getKey().compareTo(label) < 0)) {
                label = e.getKey();
            }
        }
        Set<String> found = values.getOrDefault(label, Set.of());
        List<String> examples = new ArrayList<>(found.stream().limit(EXAMPLES).toList());
        return new Crowd(metric, series, label, found.size(), List.copyOf(examples));
    }
}

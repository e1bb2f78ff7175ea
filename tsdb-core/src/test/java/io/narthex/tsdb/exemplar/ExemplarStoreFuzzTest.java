package io.narthex.tsdb.exemplar;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;
import io.narthex.testkit.Seeds;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Random exemplars and sizes against the same rules over plain lists.
class ExemplarStoreFuzzTest {
    private static final int WINDOW = 5;

    /// An exemplar and its series.
    private record Kept(Labels series, Exemplar exemplar) {}

    private final List<Kept> arrived = new ArrayList<>();

    @Test
    void anything_isKeptAsInPlainLists() {
        Seeds.forEach(15, seed -> run(Seeds.random(seed)));
    }

    private void run(RandomGenerator random) {
        int capacity = random.nextInt(1, 40);
        ExemplarStore store = new ExemplarStore(capacity, WINDOW);
        arrived.clear();
        long now = 0;
        for (int i = 0; i < 2000; i++) {
            if (random.nextInt(300) == 0) {
                capacity = random.nextInt(40);
                store.resize(capacity);
                while (arrived.size() > capacity) {
                    arrived.removeFirst();
                }
            }
            now += random.nextInt(3);
            Labels series = Labels.of("__name__", "m", "i", String.valueOf(random.nextInt(1, 8)));
            Exemplar e =
                    new Exemplar(
                            Labels.of("t", "x".repeat(random.nextInt(1, 4))),
                            random.nextInt(3),
                            now - random.nextInt(10),
                            random.nextInt(4) > 0);
            assertThat(store.add(i, series, e)).isEqualTo(add(series, e, capacity));
            if (random.nextInt(20) == 0) {
                long from = now - random.nextInt(40);
                long to = from + random.nextInt(40);
                assertThat(store.exemplars(from, to, selectors())).isEqualTo(select(from, to));
            }
        }
        assertThat(store.stats().exemplars()).isEqualTo(arrived.size());
    }

    private static List<List<LabelMatcher>> selectors() {
        return List.of(List.of(new LabelMatcher(LabelMatcher.Type.REGEX, "i", "[1-5]")));
    }

    private ExemplarVerdict add(Labels series, Exemplar e, int capacity) {
        if (capacity == 0) {
            return ExemplarVerdict.DISABLED;
        }
        List<Exemplar> list = list(series);
        Exemplar newest = list.isEmpty() ? null : list.getLast();
        ExemplarVerdict verdict = judge(list, newest, e);
        if (verdict == ExemplarVerdict.ACCEPTED) {
            if (arrived.size() == capacity) {
                arrived.removeFirst();
            }
            arrived.add(new Kept(series, e));
        }
        return verdict;
    }

    private static ExemplarVerdict judge(
            List<Exemplar> list, @Nullable Exemplar newest, Exemplar e) {
        if (newest == null) {
            return ExemplarVerdict.ACCEPTED;
        }
        boolean timed = e.hasTimestamp() || newest.hasTimestamp();
        if (e.labels().equals(newest.labels())
                && e.value() == newest.value()
                && (!timed || e.timestamp() == newest.timestamp())) {
            return ExemplarVerdict.REPEATED;
        }
        long age = newest.timestamp() - e.timestamp();
        boolean tie = age == 0;
        boolean sameValue = e.value() == newest.value();
        if (age > 0 && age >= WINDOW
                || tie && e.value() < newest.value()
                || tie
                        && sameValue
                        && Long.compareUnsigned(
                                        LabelsHash.of(e.labels()), LabelsHash.of(newest.labels()))
                                < 0) {
            return ExemplarVerdict.OUT_OF_ORDER;
        }
        return age > 0 && list.stream().anyMatch(k -> k.timestamp() == e.timestamp())
                ? ExemplarVerdict.REPEATED
                : ExemplarVerdict.ACCEPTED;
    }

    /// A series' exemplars by time; those of one time as they came.
    private List<Exemplar> list(Labels series) {
        List<Exemplar> list = new ArrayList<>();
        for (Kept kept : arrived) {
            if (kept.series.equals(series)) {
                list.add(kept.exemplar);
            }
        }
        list.sort((a, b) -> Long.compare(a.timestamp(), b.timestamp()));
        return list;
    }

    private List<ExemplarSeries> select(long from, long to) {
        TreeMap<Labels, List<Exemplar>> found = new TreeMap<>();
        for (Kept kept : arrived) {
            found.computeIfAbsent(kept.series, this::list);
        }
        List<ExemplarSeries> selected = new ArrayList<>();
        found.forEach(
                (series, list) -> {
                    list.removeIf(e -> e.timestamp() < from || e.timestamp() > to);
                    if (!list.isEmpty() && series.getOrEmpty("i").compareTo("5") <= 0) {
                        selected.add(new ExemplarSeries(series, list));
                    }
                });
        return selected;
    }
}

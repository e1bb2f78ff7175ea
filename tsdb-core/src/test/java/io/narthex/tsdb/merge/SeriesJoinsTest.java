package io.narthex.tsdb.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesSet;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.index.Fingerprints;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Sets that are joined by numbers are joined as by their labels, whatever their sources do with
/// numbers.
class SeriesJoinsTest {
    private static final SelectHints ALL = SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE);

    /// Characters whose order in UTF-16 is not their order in UTF-8 among them.
    private static final List<String> VALUES = List.of("", "a", "b", "\uFFFF", "\uD800\uDC00", "é");

    /// A source that gives numbers again when series are gone, with other references.
    private static final class Source {
        private final TreeMap<Labels, Integer> numbers = new TreeMap<>();
        private final List<Integer> free = new ArrayList<>();
        private final List<Long> refs = new ArrayList<>();
        private long lastRef;

        void change(RandomGenerator random) {
            for (int n = random.nextInt(10); n > 0; n--) {
                Labels labels = labels(random);
                Integer number = numbers.remove(labels);
                if (number != null) {
                    free.add(number);
                } else {
                    add(labels, random);
                }
            }
        }

        private void add(Labels labels, RandomGenerator random) {
            int number = refs.size();
            if (free.isEmpty()) {
                refs.add(++lastRef);
            } else {
                number = free.remove(random.nextInt(free.size()));
                refs.set(number, ++lastRef);
            }
            numbers.put(labels, number);
        }

        SeriesSet some(RandomGenerator random) {
            List<Labels> labels = new ArrayList<>(numbers.keySet());
            labels.removeIf(_ -> random.nextInt(5) == 0);
            List<Integer> found = labels.stream().map(numbers::get).toList();
            return new Numbered(this, labels, found, found.stream().map(refs::get).toList());
        }
    }

    private static Labels labels(RandomGenerator random) {
        Labels.Builder builder = new Labels.Builder().set(Labels.NAME, "m");
        for (String name : List.of("a", "\uFFFF", "\uD800\uDC00")) {
            builder.set(name, VALUES.get(random.nextInt(VALUES.size())));
        }
        return builder.build();
    }

    private record Numbered(
            Object source,
            List<Labels> labels,
            List<Integer> numbers,
            List<Long> refs,
            long fingerprint)
            implements NumberedSeries {
        Numbered(Object source, List<Labels> labels, List<Integer> numbers, List<Long> refs) {
            this(source, labels, numbers, refs, Fingerprints.next());
        }

        @Override
        public int number(int ordinal) {
            return numbers.get(ordinal);
        }

        @Override
        public int size() {
            return labels.size();
        }

        @Override
        public Labels labels(int ordinal) {
            return labels.get(ordinal);
        }

        @Override
        public long ref(int ordinal) {
            return refs.get(ordinal);
        }

        @Override
        public SeriesCursor cursor() {
            throw new UnsupportedOperationException();
        }
    }

    private static List<Labels> all(SeriesSet set) {
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            all.add(set.labels(i));
        }
        return all;
    }

    @Test
    void setsOfChangingSources_areJoinedAsByLabels() {
        Seeds.forEach(
                20,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    SeriesJoins joins = new SeriesJoins();
                    List<Source> sources = new ArrayList<>();
                    for (int s = random.nextInt(2, 5); s > 0; s--) {
                        sources.add(new Source());
                    }
                    for (int round = 0; round < 50; round++) {
                        List<SeriesSet> sets = new ArrayList<>();
                        for (Source source : sources) {
                            source.change(random);
                            sets.add(source.some(random));
                        }
                        MergedSeriesSet expected = MergedSeriesSet.of(sets, ALL);
                        MergedSeriesSet actual = MergedSeriesSet.of(sets, joins, ALL);
                        assertThat(all(actual)).isEqualTo(all(expected)).isSorted();
                        assertThat(actual.join().positions())
                                .isEqualTo(expected.join().positions());
                        assertThat(actual.join().first()).isEqualTo(expected.join().first());
                    }
                });
    }

    @Test
    void fingerprint_isThatOfTheSameSetsOnly() {
        RandomGenerator random = Seeds.random(3);
        SeriesJoins joins = new SeriesJoins();
        Source one = new Source();
        Source other = new Source();
        for (int i = 0; i < 5; i++) {
            one.change(random);
            other.change(random);
        }
        List<SeriesSet> sets = List.of(one.some(random), other.some(random));
        MergedSeriesSet first = MergedSeriesSet.of(sets, joins, ALL);
        assertThat(first.fingerprint()).isNotZero();
        assertThat(MergedSeriesSet.of(sets, joins, ALL).join()).isSameAs(first.join());
        List<SeriesSet> turned = new ArrayList<>(sets);
        Collections.reverse(turned);
        assertThat(MergedSeriesSet.of(turned, joins, ALL).fingerprint())
                .isNotIn(0L, first.fingerprint());
        assertThat(MergedSeriesSet.of(sets, ALL).fingerprint()).isZero();
    }

    @Test
    void bytes_areBounded() {
        RandomGenerator random = Seeds.random(4);
        SeriesJoins joins = new SeriesJoins();
        assertThat(joins.bytes()).isZero();
        Source one = new Source();
        Source other = new Source();
        long most = 0;
        for (int i = 0; i < 300; i++) {
            one.change(random);
            other.change(random);
            MergedSeriesSet joined =
                    MergedSeriesSet.of(List.of(one.some(random), other.some(random)), joins, ALL);
            most = Math.max(most, joined.join().bytes());
        }
        // There are no more than 215 label sets; of 300 joins no more than 128 are kept.
        assertThat(joins.bytes()).isBetween(most, 128 * most + 215 * 100L);
    }
}

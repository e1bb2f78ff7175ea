package io.narthex.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

class SeriesIndexTest {
    private static final List<LabelMatcher> M = List.of(LabelMatcher.equal(Labels.NAME, "m"));
    private final SeriesIndex index = new SeriesIndex();

    private static Labels labels(String name, String value) {
        return Labels.of(Labels.NAME, name, "v", value);
    }

    @Test
    void selection_whileOtherSeriesCome_staysTheSame() {
        index.add(1, labels("m", "1"));
        Selection before = index.select(M);
        assertThat(before.fingerprint()).isNotZero();
        index.add(2, labels("other", "2"));
        assertThat(index.select(M)).isSameAs(before);
        index.add(3, labels("m", "0"));
        Selection after = index.select(M);
        assertThat(after.refs()).containsExactly(3, 1);
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    @Test
    void selection_whoseSlotIsAnotherSeries_isAnother() {
        index.add(1, labels("m", "1"));
        Selection before = index.select(M);
        index.remove(List.of(1L));
        long again = 1L << 32 | 1;
        index.add(again, labels("m", "1"));
        Selection after = index.select(M);
        assertThat(after.refs()).containsExactly(again);
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    @Test
    void select_whileSeriesComeAndGo_isInCanonicalOrder() {
        Seeds.forEach(
                20,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    SeriesIndex some = new SeriesIndex();
                    TreeMap<Labels, Long> expected = new TreeMap<>();
                    long slots = 0;
                    for (int round = 0; round < 30; round++) {
                        for (int n = random.nextInt(20); n > 0; n--) {
                            Labels labels = labels("m", character(random));
                            if (!expected.containsKey(labels)) {
                                expected.put(labels, ++slots);
                                some.add(slots, labels);
                            }
                        }
                        if (random.nextInt(4) == 0) {
                            List<Labels> gone = new ArrayList<>(expected.keySet());
                            gone.removeIf(_ -> random.nextBoolean());
                            some.remove(gone.stream().map(expected::remove).toList());
                        }
                        assertThat(some.select(M).labels())
                                .containsExactlyElementsOf(expected.keySet());
                        assertThat(some.select(M).refs())
                                .containsExactly(
                                        expected.values().stream().mapToLong(r -> r).toArray());
                    }
                });
    }

    /// Any character, half of them behind the surrogates, where UTF-16 has another order.
    private static String character(RandomGenerator random) {
        return Character.toString(
                random.nextBoolean()
                        ? random.nextInt(0xE000, 0x10200)
                        : random.nextInt('!', 0xD800));
    }
}

package io.narthex.tsdb.exemplar;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.LabelsHash;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExemplarStoreTest {
    private static final Labels A = Labels.of("__name__", "a", "job", "x");
    private static final Labels B = Labels.of("__name__", "b", "job", "x");
    private static final List<List<LabelMatcher>> ALL =
            List.of(List.of(LabelMatcher.equal("job", "x")));

    private final ExemplarStore store = new ExemplarStore(4, 0);

    private static Exemplar at(long t, double v, String trace) {
        return new Exemplar(Labels.of("trace_id", trace), v, t, true);
    }

    private ExemplarVerdict add(Labels series, Exemplar e) {
        return store.add(series.equals(A) ? 1 : 2, series, e);
    }

    private List<Exemplar> of(Labels series) {
        return store.exemplars(Long.MIN_VALUE, Long.MAX_VALUE, ALL).stream()
                .filter(s -> s.labels().equals(series))
                .map(ExemplarSeries::exemplars)
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void exemplars_bothEndsAreInclusive_seriesAscend() {
        add(B, at(10, 1, "b1"));
        add(A, at(10, 1, "a1"));
        add(A, at(20, 2, "a2"));
        add(A, at(30, 3, "a3"));
        assertThat(store.exemplars(10, 20, ALL))
                .containsExactly(
                        new ExemplarSeries(A, List.of(at(10, 1, "a1"), at(20, 2, "a2"))),
                        new ExemplarSeries(B, List.of(at(10, 1, "b1"))));
        assertThat(store.exemplars(31, 40, ALL)).isEmpty();
    }

    @Test
    void exemplars_severalSelectors_anyOfThemWill() {
        add(A, at(10, 1, "a"));
        add(B, at(10, 1, "b"));
        List<LabelMatcher> a = List.of(LabelMatcher.equal("__name__", "a"));
        List<LabelMatcher> none =
                List.of(LabelMatcher.equal("__name__", "b"), LabelMatcher.equal("job", "y"));
        assertThat(store.exemplars(0, 100, List.of(none, a)))
                .extracting(ExemplarSeries::labels)
                .containsExactly(A);
        assertThat(store.exemplars(0, 100, List.of())).isEmpty();
    }

    @Test
    void add_whenFull_takesThePlaceOfTheFirstOne() {
        add(A, at(10, 1, "a1"));
        for (int i = 1; i <= 4; i++) {
            add(B, at(i * 10, i, "b" + i));
        }
        assertThat(of(A)).isEmpty();
        assertThat(of(B)).hasSize(4);
        assertThat(store.stats().series()).isEqualTo(1);
        add(B, at(50, 5, "b5"));
        assertThat(of(B)).first().isEqualTo(at(20, 2, "b2"));
        assertThat(store.stats())
                .returns(4, ExemplarStats::exemplars)
                .returns(6L, ExemplarStats::appended)
                .returns(20L, ExemplarStats::oldestTime);
    }

    @Test
    void add_theNewestOnceMore_storesNothing() {
        assertThat(add(A, at(10, 1, "a"))).isEqualTo(ExemplarVerdict.ACCEPTED);
        assertThat(add(A, at(10, 1, "a"))).isEqualTo(ExemplarVerdict.REPEATED);
        assertThat(add(A, at(10, 1, "ab"))).isNotEqualTo(ExemplarVerdict.REPEATED);
        assertThat(store.stats().outOfOrder()).isLessThanOrEqualTo(1);
    }

    @Test
    void add_withoutTimesOfTheirOwn_theScrapesTimeTellsNothing() {
        Labels trace = Labels.of("trace_id", "a");
        add(A, new Exemplar(trace, 1, 10, false));
        assertThat(add(A, new Exemplar(trace, 1, 20, false))).isEqualTo(ExemplarVerdict.REPEATED);
        assertThat(add(A, new Exemplar(trace, 1, 20, true))).isEqualTo(ExemplarVerdict.ACCEPTED);
    }

    @Test
    void add_olderThanTheNewest_isOutOfOrder() {
        add(A, at(20, 1, "a"));
        assertThat(add(A, at(19, 1, "b"))).isEqualTo(ExemplarVerdict.OUT_OF_ORDER);
        assertThat(store.stats().outOfOrder()).isEqualTo(1);
        assertThat(of(A)).hasSize(1);
    }

    @Test
    void add_atEqualTimes_ascendsByValueThenByHash() {
        add(A, at(20, 2, "a"));
        assertThat(add(A, at(20, 1, "b"))).isEqualTo(ExemplarVerdict.OUT_OF_ORDER);
        assertThat(add(A, at(20, 3, "c"))).isEqualTo(ExemplarVerdict.ACCEPTED);
        boolean higher =
                Long.compareUnsigned(
                                LabelsHash.of(Labels.of("trace_id", "d")),
                                LabelsHash.of(Labels.of("trace_id", "c")))
                        > 0;
        assertThat(add(A, at(20, 3, "d")))
                .isEqualTo(higher ? ExemplarVerdict.ACCEPTED : ExemplarVerdict.OUT_OF_ORDER);
    }

    @Test
    void add_withinTheWindow_goesWhereItsTimeIs() {
        ExemplarStore late = new ExemplarStore(10, 10);
        late.add(1, A, at(100, 1, "a"));
        assertThat(late.add(1, A, at(90, 1, "b"))).isEqualTo(ExemplarVerdict.OUT_OF_ORDER);
        assertThat(late.add(1, A, at(91, 1, "c"))).isEqualTo(ExemplarVerdict.ACCEPTED);
        assertThat(late.add(1, A, at(95, 1, "d"))).isEqualTo(ExemplarVerdict.ACCEPTED);
        assertThat(late.add(1, A, at(95, 2, "e"))).isEqualTo(ExemplarVerdict.REPEATED);
        assertThat(late.exemplars(0, 1000, ALL).getFirst().exemplars())
                .containsExactly(at(91, 1, "c"), at(95, 1, "d"), at(100, 1, "a"));
    }

    @Test
    void add_labelsOf128Characters_areTheLongest() {
        String wide = "\uD83D\uDD25"; // four bytes, one character
        String longest = wide.repeat(128 - "trace_id".length());
        assertThat(add(A, at(10, 1, longest))).isEqualTo(ExemplarVerdict.ACCEPTED);
        assertThat(add(A, at(20, 1, longest + "x"))).isEqualTo(ExemplarVerdict.TOO_LONG);
        assertThat(of(A)).containsExactly(at(10, 1, longest));
    }

    @Test
    void resize_toFewer_keepsTheLastOnes() {
        for (int i = 1; i <= 6; i++) {
            add(i % 2 == 0 ? A : B, at(i, i, "t" + i));
        }
        store.resize(2);
        assertThat(of(B)).containsExactly(at(5, 5, "t5"));
        assertThat(of(A)).containsExactly(at(6, 6, "t6"));
        store.resize(3);
        add(A, at(7, 7, "t7"));
        add(A, at(8, 8, "t8"));
        assertThat(of(B)).isEmpty();
        assertThat(of(A)).containsExactly(at(6, 6, "t6"), at(7, 7, "t7"), at(8, 8, "t8"));
    }

    @Test
    void resize_toNothing_disables() {
        add(A, at(10, 1, "a"));
        store.resize(0);
        assertThat(store.isEnabled()).isFalse();
        assertThat(add(A, at(20, 1, "b"))).isEqualTo(ExemplarVerdict.DISABLED);
        assertThat(of(A)).isEmpty();
        store.resize(1);
        assertThat(add(A, at(20, 1, "b"))).isEqualTo(ExemplarVerdict.ACCEPTED);
        assertThat(new ExemplarStore(-1, 0).isEnabled()).isFalse();
    }

    @Test
    void memory_isThatOfWhatIsThere_andBounded() {
        ExemplarStore large = new ExemplarStore(100_000, 0);
        assertThat(large.stats().bytes()).isLessThan(10_000);
        String trace = "0123456789abcdef0123456789abcdef";
        for (int i = 0; i < 150_000; i++) {
            large.add(1, A, at(i, i, trace));
        }
        assertThat(large.stats().exemplars()).isEqualTo(100_000);
        assertThat(large.stats().bytes()).isBetween(8_000_000L, 14_000_000L);
    }

    @Test
    void texts_ofManyBytes_pushOutOthersEarlier() {
        ExemplarStore small = new ExemplarStore(100, 0);
        String wide = "\uD83D\uDD25".repeat(120);
        for (int i = 0; i < 1000; i++) {
            small.add(1, A, at(i, i, wide));
        }
        assertThat(small.stats().exemplars()).isBetween(40, 60);
        assertThat(small.exemplars(0, 2000, ALL).getFirst().exemplars())
                .last()
                .isEqualTo(at(999, 999, wide));
    }
}

package io.narthex.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.CommitResult.Rejection;
import io.narthex.model.Kind;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesRef;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.histogram.Buckets;
import io.narthex.model.histogram.Buckets.Span;
import io.narthex.model.histogram.DeltaBuckets;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// What every store that can be written and read must keep. Inherit it and offer a fixture.
public abstract class StoreContract {
    /// A time that suits every store: a full hour in 2025.
    protected static final long T0 = 1_750_003_200_000L;

    private static final Labels UP_A = Labels.of(Labels.NAME, "up", "job", "a");
    private static final Labels UP_B = Labels.of(Labels.NAME, "up", "job", "b");
    private static final Labels REQUESTS = Labels.of(Labels.NAME, "requests_total", "job", "a");

    /// An empty store whose clock stands at or shortly after [#T0] plus an hour.
    protected abstract Ports store();

    /// Whether a sample that is older than its series' newest is stored, a minute late.
    protected boolean takesLateSamples() {
        return false;
    }

    /// Whether start timestamps come back that its appender takes.
    protected boolean keepsStartTimestamps() {
        return true;
    }

    /// Both ports of one store.
    public record Ports(Appendable writes, Queryable reads) {
        Appender appender() {
            return writes.appender();
        }

        Querier querier(long mint, long maxt) {
            return reads.querier(mint, maxt);
        }
    }

    @Test
    void commit_makesSamplesVisibleToLaterQueriersOnly() {
        Ports store = store();
        try (Querier before = store.querier(T0, T0 + 60_000);
                Appender appender = store.appender()) {
            long ref = appender.resolve(UP_A);
            appender.append(ref, T0, 1);
            assertThat(appender.commit()).isEqualTo(CommitResult.allAccepted(1));
            try (Querier after = store.querier(T0, T0 + 60_000)) {
                assertThat(samples(after, UP_A)).containsExactly("0=1.0");
            }
            assertThat(samples(before, UP_A)).isEmpty();
        }
    }

    @Test
    void rollback_leavesNoSample() {
        Ports store = store();
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(UP_A), T0, 1);
            appender.rollback();
        }
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(UP_A), T0, 2);
        }
        assertThat(read(store, UP_A)).isEmpty();
    }

    @Test
    void commit_twice_isRefused() {
        try (Appender appender = store().appender()) {
            appender.commit();
            assertThatThrownBy(appender::commit).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void append_afterTheCommit_isRefused() {
        Ports store = store();
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(UP_A);
            appender.append(ref, T0, 1);
            appender.commit();
            assertThatThrownBy(() -> appender.append(ref, T0 + 1, 2))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(read(store, UP_A)).hasSize(1);
    }

    @Test
    void append_unknownReference_isAValueNotAnException() {
        try (Appender appender = store().appender()) {
            assertThat(appender.append(987_654_321L, T0, 1)).isEqualTo(AppendStatus.UNKNOWN_REF);
            assertThat(appender.append(SeriesRef.NONE, T0, 1)).isEqualTo(AppendStatus.UNKNOWN_REF);
        }
    }

    @Test
    void resolve_sameLabels_givesTheSameReference() {
        Ports store = store();
        try (Appender one = store.appender();
                Appender two = store.appender()) {
            long ref = one.resolve(UP_A);
            assertThat(ref).isPositive();
            assertThat(two.resolve(Labels.of("job", "a", Labels.NAME, "up"))).isEqualTo(ref);
            assertThat(two.resolve(UP_B)).isNotEqualTo(ref);
        }
    }

    @Test
    void resolve_withoutMetricName_isRefused() {
        try (Appender appender = store().appender()) {
            long ref = appender.resolve(Labels.of("job", "a"));
            assertThat(SeriesRef.isRefusal(ref)).isTrue();
            assertThat(SeriesRef.reason(ref)).isEqualTo(AppendStatus.INVALID_LABELS);
        }
    }

    @Test
    void commit_judgesOrderAndDuplicatesSampleBySample() {
        Ports store = store();
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(UP_A);
            appender.append(ref, T0 + 10, 1);
            appender.append(ref, T0 + 20, 2);
            appender.append(ref, T0 + 20, 2);
            appender.append(ref, T0 + 20, 3);
            appender.append(ref, T0 + 5, 4);
            appender.append(ref, T0 + 30, 5);
            CommitResult result = appender.commit();
            assertThat(result.accepted()).isEqualTo(takesLateSamples() ? 5 : 4);
            assertThat(result.rejections()).startsWith(new Rejection(3, AppendStatus.DUPLICATE));
            if (!takesLateSamples()) {
                assertThat(result.rejections())
                        .endsWith(new Rejection(4, AppendStatus.OUT_OF_ORDER))
                        .hasSize(2);
            }
        }
        List<String> inOrder = List.of("10=1.0", "20=2.0", "30=5.0");
        List<String> all = new ArrayList<>(inOrder);
        all.addFirst("5=4.0");
        assertThat(read(store, UP_A)).isEqualTo(takesLateSamples() ? all : inOrder);
    }

    /// A store that takes no native histograms says so, and keeps none.
    @Test
    void histograms_comeBackWithFloatCounts_orAreRefused() {
        Ports store = store();
        Histogram integers =
                new Histogram(
                        3,
                        0.001,
                        2,
                        10,
                        12.5,
                        DeltaBuckets.of(List.of(new Span(-2, 2), new Span(3, 1)), 3, -2, 2),
                        DeltaBuckets.of(List.of(new Span(5, 1)), 1),
                        new double[0],
                        ResetHint.GAUGE);
        FloatHistogram floats = integers.toFloat().multiply(0.5);
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(REQUESTS);
            AppendStatus status = appender.append(ref, T0 + 10, integers);
            assertThat(status).isIn(AppendStatus.OK, AppendStatus.UNSUPPORTED_HISTOGRAM);
            assertThat(appender.append(ref, T0 + 20, floats)).isEqualTo(status);
            if (status == AppendStatus.OK) {
                assertThat(appender.append(ref, T0 + 20, floats)).isEqualTo(AppendStatus.OK);
                assertThat(appender.append(ref, T0 + 20, integers)).isEqualTo(AppendStatus.OK);
                assertThat(appender.append(ref, T0 + 5, floats)).isEqualTo(AppendStatus.OK);
                assertThat(appender.append(ref, T0 + 30, 1.5)).isEqualTo(AppendStatus.OK);
                Rejection duplicate = new Rejection(3, AppendStatus.DUPLICATE);
                Rejection late = new Rejection(4, AppendStatus.OUT_OF_ORDER);
                assertThat(appender.commit().rejections())
                        .isEqualTo(
                                takesLateSamples() ? List.of(duplicate) : List.of(duplicate, late));
                assertHistograms(
                        store,
                        takesLateSamples()
                                ? List.of(floats, integers.toFloat(), floats)
                                : List.of(integers.toFloat(), floats));
            }
        }
    }

    /// Histograms, and a float behind them.
    private static void assertHistograms(Ports store, List<FloatHistogram> expected) {
        try (Querier querier = store.querier(T0, T0 + 60_000)) {
            assertThat(querier.mayHoldHistograms()).isTrue();
            SeriesData data = select(querier, REQUESTS).cursor().at(0);
            int n = expected.size();
            assertThat(data.kind()).isEqualTo(Kind.MIXED);
            assertThat(data.count()).isEqualTo(n + 1);
            for (int i = 0; i < n; i++) {
                assertThat(data.histogramAt(i)).isEqualTo(expected.get(i));
                assertThat(data.valueAt(i)).isEqualTo(expected.get(i).sum());
            }
            assertThat(data.isHistogram(n)).isFalse();
            assertThat(data.valueAt(n)).isEqualTo(1.5);
        }
    }

    @Test
    void histogram_thatContradictsItself_isRefusedAtOnce() {
        Histogram wrong =
                new Histogram(
                        0,
                        0,
                        0,
                        7,
                        1,
                        DeltaBuckets.of(List.of(new Span(0, 1)), 3),
                        DeltaBuckets.NONE,
                        new double[0],
                        ResetHint.UNKNOWN);
        try (Appender appender = store().appender()) {
            long ref = appender.resolve(REQUESTS);
            assertThat(appender.append(ref, T0, wrong))
                    .isIn(AppendStatus.INVALID_HISTOGRAM, AppendStatus.UNSUPPORTED_HISTOGRAM);
        }
    }

    @Test
    void values_comeBackBitByBit() {
        double[] odd = {
            -0.0,
            0.0,
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            Double.longBitsToDouble(0x7ff8_0000_dead_beefL),
            StaleNaN.VALUE,
            0.1,
            1e300,
            123456789.125
        };
        Ports store = store();
        try (Appender appender = store.appender()) {
            long ref = appender.resolve(UP_A);
            for (int i = 0; i < odd.length; i++) {
                appender.append(ref, T0 + i, odd[i]);
            }
            appender.commit();
        }
        try (Querier querier = store.querier(T0, T0 + 1000)) {
            SeriesSet set = select(querier, UP_A);
            double[] values = new double[odd.length];
            set.cursor().at(0).values(0, odd.length, values, 0);
            for (int i = 0; i < odd.length; i++) {
                assertThat(Double.doubleToRawLongBits(values[i]))
                        .as("value %d", i)
                        .isEqualTo(Double.doubleToRawLongBits(odd[i]));
            }
        }
    }

    /// What a store promises of all its samples must hold as soon as it has other ones.
    @Test
    void querier_withHistograms_makesNoPromiseOfFloats() {
        Ports store = store();
        FloatHistogram histogram =
                FloatHistogram.custom(1, 1, Buckets.NONE, new double[] {1}, ResetHint.UNKNOWN);
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(UP_A), T0, histogram);
            appender.commit();
        }
        try (Querier querier = store.querier(T0, T0 + 1000)) {
            SeriesSet set = select(querier, UP_A);
            boolean has = set.size() > 0 && set.cursor().at(0).kind() != Kind.FLOAT;
            assertThat(querier.mayHoldHistograms() || !has).isTrue();
        }
    }

    /// A store whose appender does not take them can't lose them silently.
    @Test
    void startTimestamps_comeBackWithFloatsAndHistograms() {
        Ports store = store();
        FloatHistogram histogram =
                FloatHistogram.custom(2, 3, Buckets.run(0, 2), new double[] {5}, ResetHint.UNKNOWN);
        try (Appender plain = store.appender()) {
            if (!(plain instanceof StartTimestampAppender appender)) {
                return;
            }
            long ref = appender.resolve(UP_A);
            appender.append(ref, T0 + 10, 1, T0);
            appender.append(ref, T0 + 20, 2);
            appender.append(ref, T0 + 30, histogram, T0 + 5);
            appender.append(ref, T0 + 40, 3, T0 + 50);
            // Once more, with another start timestamp: the first one counts.
            appender.append(ref, T0 + 40, 3, T0 + 60);
            appender.append(appender.resolve(UP_B), T0 + 10, 1);
            assertThat(appender.commit().rejections()).isEmpty();
        }
        try (Querier querier = store.querier(T0, T0 + 60_000)) {
            SeriesData data = select(querier, UP_A).cursor().at(0);
            assertThat(data.hasStartTimestamps()).isEqualTo(keepsStartTimestamps());
            long[] expected = {T0, 0, T0 + 5, T0 + 50};
            for (int i = 0; i < expected.length; i++) {
                assertThat(data.startTimestampAt(i))
                        .isEqualTo(keepsStartTimestamps() ? expected[i] : 0);
            }
            assertThat(select(querier, UP_B).cursor().at(0).hasStartTimestamps()).isFalse();
        }
    }

    @Test
    void select_givesCanonicalOrderAndMatchersSeeAbsentAsEmpty() {
        Ports store = store();
        try (Appender appender = store.appender()) {
            for (Labels labels : List.of(UP_B, REQUESTS, UP_A)) {
                appender.append(appender.resolve(labels), T0, 1);
            }
            appender.commit();
        }
        try (Querier querier = store.querier(T0, T0 + 1000)) {
            LabelMatcher any = new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, ".+");
            LabelMatcher noEnv = LabelMatcher.equal("env", "");
            assertThat(
                            labels(
                                    querier.select(
                                            SelectHints.range(T0, T0 + 1000), List.of(any, noEnv))))
                    .containsExactly(REQUESTS, UP_A, UP_B);
            assertThat(querier.labelNames(List.of(), 0)).containsExactly(Labels.NAME, "job");
            assertThat(querier.labelValues("job", List.of(), 0)).containsExactly("a", "b");
            assertThat(querier.labelValues("job", List.of(), 1)).containsExactly("a");
            assertThat(querier.labelValues(Labels.NAME, List.of(LabelMatcher.equal("job", "b")), 0))
                    .containsExactly("up");
        }
    }

    /// Before and after all labels were asked for.
    @Test
    void labels_ofSomeNames_areThoseAmongAll() {
        Ports store = store();
        try (Appender appender = store.appender()) {
            for (Labels labels : List.of(UP_B, REQUESTS, UP_A)) {
                appender.append(appender.resolve(labels), T0, 1);
            }
            appender.commit();
        }
        try (Querier querier = store.querier(T0, T0 + 1000)) {
            LabelMatcher up = LabelMatcher.equal(Labels.NAME, "up");
            SeriesSet set = querier.select(SelectHints.range(T0, T0 + 1000), List.of(up));
            for (int round = 0; round < 2; round++) {
                assertThat(set.labels(0, List.of("job", "none"))).isEqualTo(Labels.of("job", "a"));
                assertThat(set.labels(1, List.of())).isEqualTo(Labels.empty());
                assertThat(set.labels(1, List.of("job", Labels.NAME))).isEqualTo(UP_B);
                assertThat(labels(set)).containsExactly(UP_A, UP_B);
            }
        }
    }

    @Test
    void canonicalOrder_isByUtf8Bytes() {
        Ports store = store();
        Labels bmp = Labels.of(Labels.NAME, "up", "job", "\uFFFD");
        Labels supplementary =
                Labels.of(Labels.NAME, "up", "job", new String(Character.toChars(0x10000)));
        try (Appender appender = store.appender()) {
            appender.append(appender.resolve(supplementary), T0, 1);
            appender.append(appender.resolve(bmp), T0, 1);
            appender.commit();
        }
        try (Querier querier = store.querier(T0, T0)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(T0, T0),
                            List.of(LabelMatcher.equal(Labels.NAME, "up")));
            assertThat(labels(set)).containsExactly(bmp, supplementary);
            assertThat(querier.labelValues("job", List.of(), 0))
                    .containsExactly(bmp.get("job"), supplementary.get("job"));
        }
    }

    private static SeriesSet select(Querier querier, Labels labels) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            matchers.add(LabelMatcher.equal(labels.name(i), labels.value(i)));
        }
        return querier.select(SelectHints.range(T0, T0 + 3_600_000), matchers);
    }

    private static List<Labels> labels(SeriesSet set) {
        List<Labels> all = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            all.add(set.labels(i));
        }
        return all;
    }

    private static List<String> read(Ports store, Labels labels) {
        try (Querier querier = store.querier(T0, T0 + 3_600_000)) {
            return samples(querier, labels);
        }
    }

    /// The samples of one series as `millis after T0=value`; empty where there is no series.
    private static List<String> samples(Querier querier, Labels labels) {
        SeriesSet set = select(querier, labels);
        if (set.size() == 0) {
            return List.of();
        }
        assertThat(set.size()).isEqualTo(1);
        List<String> all = new ArrayList<>();
        SeriesDataReader.forEach(set.cursor().at(0), (t, v) -> all.add((t - T0) + "=" + v));
        return all;
    }
}

package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `label_replace` and `label_join`.
class LabelFunctionsTest {
    private static final String SAME = "vector cannot contain metrics with the same labelset";

    private static EngineFixture engine(EngineOptions options) {
        return new EngineFixture(options)
                .load(Labels.of("__name__", "m", "src", "host-1.x", "dst", "old"), 60_000, "1 2");
    }

    @ParameterizedTest
    @CsvSource({
        // The whole value must match.
        "'label_replace(m, \"dst\", \"v-$1\", \"src\", \"host-(.*)\")', v-1.x",
        "'label_replace(m, \"dst\", \"v-$1\", \"src\", \"ost-(.*)\")', old",
        "'label_replace(m, \"dst\", \"v-$1\", \"src\", \"host\")', old",
        "'label_replace(m, \"dst\", \"$1\", \"src\", \".*-(?P<n>[0-9]).*\")', 1",
        "'label_replace(m, \"dst\", \"$n$$${n}x$nx\", \"src\", \".*-(?P<n>[0-9]).*\")', 1$1x",
        "'label_replace(m, \"dst\", \"new\", \"\", \"\")', new",
        "'label_replace(m, \"dst\", \"new\", \"none\", \".+\")', old",
        "'label_replace(m, \"dst\", \"\", \"src\", \".*\")', ''",
        "'label_replace(m, \"dst\", \"$9\", \"src\", \".*\")', ''",
        "'label_replace(m, \"dst\", \"$1\", \"__name__\", \"(.*)\")', m",
        "'label_join(m, \"dst\", \"-\", \"src\", \"none\", \"src\")', host-1.x--host-1.x",
        "'label_join(m, \"dst\", \"\", \"src\", \"dst\")', host-1.xold",
        "'label_join(m, \"dst\", \", \", \"src\")', host-1.x",
        "'label_join(m, \"dst\", \", \", \"none\")', ''",
        "'label_join(m, \"dst\", \", \")', ''"
    })
    void label_isSet(String query, String expected) {
        try (EngineFixture engine = engine(EngineOptions.DEFAULTS)) {
            Labels others = Labels.of("__name__", "m", "src", "host-1.x");
            assertThat(text(engine.range(query, 0, 60_000, 60_000)))
                    .isEqualTo(others.with("dst", expected) + " 1.0@0 2.0@60000");
        }
    }

    @Test
    void label_anyTextIsAName() {
        try (EngineFixture engine = engine(EngineOptions.DEFAULTS)) {
            assertThat(text(engine.instant("label_replace(m, '~\\u00e9 x', 'y', '', '')", 0)))
                    .isEqualTo("m{dst=\"old\", src=\"host-1.x\", \"~é x\"=\"y\"} 1.0");
            assertThat(text(engine.instant("label_join(m, 'new', '', '__name__')", 0)))
                    .isEqualTo("m{dst=\"old\", new=\"m\", src=\"host-1.x\"} 1.0");
            assertThat(text(engine.instant("label_join(m, '__name__', '.', 'dst', 'src')", 0)))
                    .isEqualTo("{__name__=\"old.host-1.x\", dst=\"old\", src=\"host-1.x\"} 1.0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'label_replace(m, \"d\", \"\", \"src\", \"(\")',"
                + " invalid regular expression in label_replace(): (",
        "'label_replace(m, \"\", \"\", \"src\", \"(\")',"
                + " invalid regular expression in label_replace(): (",
        "'label_replace(m, \"d\", \"\", \"src\", \"(?=x)\")',"
                + " invalid regular expression in label_replace(): (?=x)",
        "'label_replace(m, \"\", \"\", \"src\", \"(.*)\")',"
                + " 'invalid destination label name in label_replace(): '",
        "'label_replace(none, \"\", \"\", \"src\", \"(.*)\")',"
                + " 'invalid destination label name in label_replace(): '",
        "'label_replace(m, \"\\xff\", \"\", \"src\", \"(.*)\")',"
                + " 'invalid destination label name in label_replace(): \uFFFD'",
        "'label_join(m, \"\", \"-\", \"src\")',"
                + " 'invalid destination label name in label_join(): '",
        "'label_join(m, \"\", \"-\", \"src\", \"\")',"
                + " 'invalid source label name in label_join(): '"
    })
    void badArgument_fails(String query, String message) {
        try (EngineFixture engine = engine(EngineOptions.DEFAULTS)) {
            assertThatThrownBy(() -> engine.instant(query, 0))
                    .isInstanceOf(QueryException.Execution.class)
                    .hasMessage(message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label_replace(x, 'i', 'same', '', '')",
                "label_join(x, 'i', '')",
                "sum_over_time(label_join(x, 'i', '')[1m:1m])",
                "abs(label_join(x, 'i', ''))",
                "count(label_join(x, 'i', ''))"
            })
    void rowsThatBecomeEqual_failWhereTheyMeet(String query) {
        for (EngineOptions options : new EngineOptions[] {EngineOptions.DEFAULTS, delayed()}) {
            try (EngineFixture engine = new EngineFixture(options)) {
                engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "1 2 stale _ 3");
                engine.load(Labels.of("__name__", "x", "i", "b"), 60_000, "_ _ 5 6 7");
                assertThatThrownBy(() -> engine.range(query, 0, 240_000, 60_000))
                        .isInstanceOf(QueryException.Execution.class)
                        .hasMessage(SAME);
                assertThat(text(engine.range(query, 0, 180_000, 60_000)))
                        .hasLineCount(1)
                        .contains("@0 ", "@60000 ", "@120000 ", "@180000");
            }
        }
    }

    @Test
    void rowsThatBecomeEqual_areOneSeries() {
        try (EngineFixture engine = new EngineFixture()) {
            engine.load(Labels.of("__name__", "x", "i", "a"), 60_000, "1 2 stale");
            engine.load(Labels.of("__name__", "x", "i", "b"), 60_000, "_ _ 5 6");
            assertThat(text(engine.range("label_join(x, 'i', '')", 0, 180_000, 60_000)))
                    .isEqualTo("x 1.0@0 2.0@60000 5.0@120000 6.0@180000");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // What writes the name keeps it, where names go at the end.
        "'label_replace(abs(m), \"__name__\", \"n_$1\", \"__name__\", \"(.*)\")', n_m",
        "'label_join(abs(m), \"__name__\", \"_\", \"__name__\", \"dst\")', m_old",
        "'label_replace(abs(m), \"__name__\", \"n\", \"dst\", \"other\")', ''",
        "'label_replace(abs(m), \"new\", \"n\", \"\", \"\")', ''",
        "'label_replace(m, \"new\", \"n\", \"\", \"\")', m",
        "'-label_join(abs(m), \"__name__\", \"\", \"dst\")', ''"
    })
    void delayedNameRemoval_isCalledOffByAName(String query, String name) {
        try (EngineFixture engine = engine(delayed())) {
            Value.Vector value = (Value.Vector) engine.instant(query, 0).value();
            assertThat(value.samples()).hasSize(1);
            assertThat(value.samples().getFirst().labels().metricName()).isEqualTo(name);
        }
    }

    @Test
    void immediateNameRemoval_nameIsGoneBefore() {
        try (EngineFixture engine = engine(EngineOptions.DEFAULTS)) {
            String query = "label_replace(abs(m), '__name__', 'n_$1', '__name__', '(.*)')";
            assertThat(text(engine.instant(query, 0)))
                    .isEqualTo("n_{dst=\"old\", src=\"host-1.x\"} 1.0");
        }
    }

    private static EngineOptions delayed() {
        return TestOptions.delayedNames();
    }
}

package io.narthex.promql;

import static io.narthex.promql.EngineFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubqueryTest {
    private static final Labels X = Labels.of("__name__", "x");
    private final EngineFixture engine = new EngineFixture();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void points_areAbsoluteMultiplesOfTheStepWithinTheOpenWindow() {
        engine.load(X, 10_000, "0+1x100");
        // Of the window (20 s, 75 s]: 40 s and 60 s, but not the border at 20 s.
        assertThat(text(engine.instant("x[55s:20s]", 75_000))).isEqualTo("x 4.0@40000 6.0@60000");
    }

    @Test
    void offset_movesTheWindow() {
        engine.load(X, 10_000, "0+1x100");
        assertThat(text(engine.instant("x[20s:10s] offset 100s", 200_000)))
                .isEqualTo("x 9.0@90000 10.0@100000");
    }

    @Test
    void function_overManyTiles_equalsTheFunctionAtEachStep() {
        engine.load(X, 10_000, "0+1x300 5 7 _ _ _ 9+2x300");
        String max = "max_over_time(rate(x[1m])[2m:7s])";
        Value.Matrix all = (Value.Matrix) engine.range(max, 100_000, 6_000_000, 9_000).value();
        Value.MatrixRow row = all.rows().getFirst();
        assertThat(row.size()).isGreaterThan(600);
        for (int i = 0; i < row.size(); i += 13) {
            Value.Vector one = (Value.Vector) engine.instant(max, row.timeAt(i)).value();
            assertThat(one.samples().getFirst().value()).isEqualTo(row.valueAt(i));
        }
    }

    @Test
    void points_tooMany_areRefusedAtOnce() {
        assertThatThrownBy(() -> engine.instant("x[90y:1ms]", 0))
                .isInstanceOf(QueryException.TooManySamples.class);
    }

    @Test
    void absentOverTime_ofASubquery_hasNoLabels() {
        engine.load(X, 10_000, "1");
        String absent = "absent_over_time(x[1m:10s])";
        assertThat(text(engine.range(absent, 340_000, 380_000, 10_000)))
                .isEqualTo("{} 1.0@350000 1.0@360000 1.0@370000 1.0@380000");
    }

    @Test
    void nesting_nearlyAsDeepAsTheParserAllows_isNoStackOverflow() {
        engine.load(X, 10_000, "1");
        int depth = 990;
        String query = "last_over_time(".repeat(depth) + "x" + "[1ms:1ms])".repeat(depth);
        assertThat(text(engine.instant(query, 0))).isEqualTo("x 1.0");
    }
}

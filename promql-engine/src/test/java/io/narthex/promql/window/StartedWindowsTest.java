package io.narthex.promql.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.histogram.FloatHistogram;
import io.narthex.promql.window.RangeNotes.Operation;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Start timestamps of which none is known change nothing.
class StartedWindowsTest {
    @ParameterizedTest
    @ValueSource(strings = {"rate", "increase", "irate", "resets"})
    void unknownStarts_giveWhatNoneGive(String name) {
        MixedFunction function = Objects.requireNonNull(RangeFunctions.find(name)).mixed();
        Seeds.forEach(200, seed -> check(function, Seeds.random(seed)));
    }

    private static void check(MixedFunction function, RandomGenerator random) {
        int n = random.nextInt(1, 60);
        long step = random.nextLong(0, 60) * 1_000;
        long range = random.nextLong(1, 200) * 1_000;
        WindowGrid grid = new WindowGrid(random.nextLong(0, 300_000), step, 40, range);
        MixedWindows plain = new MixedWindows(grid, n, new Windows());
        MixedWindows started = new MixedWindows(grid, n, new Windows());
        long time = 0;
        for (int i = 0; i < n; i++) {
            time += random.nextLong(1, 30) * 1_000;
            double value = random.nextInt(20) == 0 ? Double.NaN : random.nextInt(10) / 4.0;
            plain.add(time, value, null);
            started.add(time, value, null, 0);
        }
        assertThat(evaluate(function, started)).isEqualTo(evaluate(function, plain));
    }

    private static Map<Integer, Double> evaluate(MixedFunction function, MixedWindows in) {
        Map<Integer, Double> values = new TreeMap<>();
        MixedFunction.Result result =
                new MixedFunction.Result() {
                    @Override
                    public void set(int k, double value) {
                        values.put(k, value);
                    }

                    @Override
                    public void set(int k, FloatHistogram histogram) {
                        throw new AssertionError(histogram);
                    }
                };
        function.evaluate(in, result, new NoNotes());
        return values;
    }

    /// Nothing is noted.
    private static final class NoNotes implements RangeNotes {
        private static AssertionError unexpected() {
            return new AssertionError("noted");
        }

        @Override
        public void mixedSamples() {
            throw unexpected();
        }

        @Override
        public void mixedSchemas() {
            throw unexpected();
        }

        @Override
        public void notCounter() {
            throw unexpected();
        }

        @Override
        public void notGauge() {
            throw unexpected();
        }

        @Override
        public void resetsCollide() {
            throw unexpected();
        }

        @Override
        public void boundsReconciled(Operation operation) {
            throw unexpected();
        }

        @Override
        public void histogramsIgnored() {
            throw unexpected();
        }

        @Override
        public void startTimesOverlap() {
            throw unexpected();
        }
    }
}

package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.util.random.RandomGenerator;

/// Label functions give the same bits for any number of threads and any length of tiles.
class LabelFunctionsTilesTest {
    private static final long STEP = 60_000;
    private static final int STEPS = 400;

    @Test
    void rowsMerged_threadsAndTiles_doNotMatter() {
        String query = "label_replace(x, 'i', '$1', 'i', '(.).*') * 3";
        Seeds.forEach(
                10,
                seed -> {
                    String expected = evaluate(seed, false, query, EngineFixture.threads(1));
                    assertThat(expected).hasLineCount(3);
                    assertThat(evaluate(seed, false, query, EngineFixture.threads(2)))
                            .isEqualTo(expected);
                    assertThat(evaluate(seed, false, query, TestOptions.shortTiles()))
                            .isEqualTo(expected);
                });
    }

    @Test
    void rowsThatMeetAtTheLastStep_failForAnyTiles() {
        String query = "label_replace(x, 'i', '$1', 'i', '(.).*')";
        for (EngineOptions options :
                new EngineOptions[] {
                    EngineFixture.threads(1), EngineFixture.threads(2), TestOptions.shortTiles()
                }) {
            assertThatThrownBy(() -> evaluate(7, true, query, options))
                    .isInstanceOf(QueryException.Execution.class)
                    .hasMessage("vector cannot contain metrics with the same labelset");
        }
    }

    /// Three groups of four series; at each step one of a group has a value, or none.
    private static String evaluate(long seed, boolean meet, String query, EngineOptions options) {
        try (EngineFixture engine = new EngineFixture(options)) {
            for (String group : new String[] {"a", "b", "c"}) {
                int[] owners = owners(Seeds.random(seed + group.charAt(0)));
                for (int i = 0; i < 4; i++) {
                    StringBuilder values = new StringBuilder();
                    for (int k = 0; k < STEPS; k++) {
                        boolean has = owners[k] == i || (meet && k == STEPS - 1);
                        values.append(k == 0 ? "" : " ").append(has ? k / 7.0 + i : "stale");
                    }
                    Labels labels = Labels.of("__name__", "x", "i", group + i);
                    engine.load(labels, STEP, values.toString());
                }
            }
            return EngineFixture.text(engine.range(query, 0, (STEPS - 1) * STEP, STEP));
        }
    }

    private static int[] owners(RandomGenerator random) {
        int[] owners = new int[STEPS];
        int owner = 0;
        for (int k = 0; k < STEPS; k++) {
            owner = random.nextInt(10) == 0 ? random.nextInt(5) : owner;
            owners[k] = owner;
        }
        return owners;
    }
}

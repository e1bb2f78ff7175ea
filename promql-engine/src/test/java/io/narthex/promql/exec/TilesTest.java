package io.narthex.promql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class TilesTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        // steps, rows, tiles, steps of the first
        "1, 1000, 1, 1",
        "64, 1000, 1, 64",
        "65, 1000, 2, 64",
        "361, 6000, 4, 91",
        "11000, 6000, 22, 512",
        "11000, 100000, 86, 128",
        "11000, 10000000, 172, 64"
    })
    void cut_stepsAndRows_decideTheTiles(int steps, int rows, int tiles, int first) {
        List<StepTile> cut = Tiles.cut(1_000, 1_000 + (steps - 1) * 15L, 15, rows, GIB);
        assertThat(cut).hasSize(tiles);
        assertThat(cut.getFirst().count()).isEqualTo(first);
        assertThat(Tiles.steps(cut)).isEqualTo(steps);
        assertThat(cut.getLast().end()).isEqualTo(1_000 + (steps - 1) * 15L);
        for (int i = 1; i < cut.size(); i++) {
            assertThat(cut.get(i).start()).isEqualTo(cut.get(i - 1).end() + 15);
            assertThat(cut.get(i).index()).isEqualTo(i);
        }
    }

    @Test
    void cut_moreStepsThanMemory_isRefused() {
        assertThatThrownBy(() -> Tiles.cut(0, Long.MAX_VALUE, 1, 1, GIB))
                .isInstanceOf(QueryException.TooManySamples.class)
                .hasMessageContaining("try a larger step");
    }
}

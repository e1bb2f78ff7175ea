package io.narthex.tsdb.pressure;

import static io.narthex.tsdb.pressure.MemoryStage.CUTTING_EARLY;
import static io.narthex.tsdb.pressure.MemoryStage.NORMAL;
import static io.narthex.tsdb.pressure.MemoryStage.REFUSING_SERIES;
import static io.narthex.tsdb.pressure.MemoryStage.SEALING_EARLY;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static void expect(MemoryBudget budget, long bytes, MemoryStage stage) {
        assertThat(budget.update(bytes)).as("%s bytes", bytes).isEqualTo(stage);
        assertThat(budget.stage()).isEqualTo(stage);
    }

    @Test
    void stages_comeInOrder_andEndALittleBelowWhereTheyBegan() {
        MemoryBudget budget = new MemoryBudget(1000, true);
        expect(budget, 799, NORMAL);
        expect(budget, 800, SEALING_EARLY);
        expect(budget, 750, SEALING_EARLY);
        expect(budget, 749, NORMAL);
        expect(budget, 799, NORMAL);
        expect(budget, 899, SEALING_EARLY);
        expect(budget, 900, CUTTING_EARLY);
        expect(budget, 850, CUTTING_EARLY);
        expect(budget, 849, SEALING_EARLY);
        expect(budget, 1000, REFUSING_SERIES);
        expect(budget, 950, REFUSING_SERIES);
        expect(budget, 949, CUTTING_EARLY);
        expect(budget, 5000, REFUSING_SERIES);
        expect(budget, 0, NORMAL);
    }

    @Test
    void withoutFiles_onlySeriesAreRefused() {
        MemoryBudget budget = new MemoryBudget(1000, false);
        expect(budget, 999, NORMAL);
        expect(budget, 1000, REFUSING_SERIES);
        expect(budget, 950, REFUSING_SERIES);
        expect(budget, 949, NORMAL);
    }

    @Test
    void withoutALimit_nothingHappens() {
        expect(new MemoryBudget(0, true), Long.MAX_VALUE, NORMAL);
    }
}

package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;
import io.narthex.promql.TestExprs;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.DurationExpr;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final PositionRange HERE = new PositionRange(2, 7);

    /// 10 minutes at 15 seconds.
    private static final QueryTimes TIMES = new QueryTimes(100_000, 700_000, 15_000, 60_000);

    @ParameterizedTest
    @CsvSource({
        "ADD, 60, 30, 90000",
        "SUB, 60, 30, 30000",
        "MUL, 60, 0.5, 30000",
        "DIV, 60, 7, 8571",
        "MOD, 60, 7, 4000",
        "POW, 2, 3, 8000"
    })
    void range_arithmetic_isTruncatedToMilliseconds(
            BinaryOp op, double lhs, double rhs, long expected) {
        DurationExpr range =
                new DurationExpr.Binary(op, TestExprs.duration(lhs), TestExprs.duration(rhs), HERE);
        assertThat(plan(range).range()).isEqualTo(expected);
    }

    @Test
    void range_stepAndRangeOfTheQuery_areSeconds() {
        assertThat(plan(new DurationExpr.Step(HERE)).range()).isEqualTo(15_000);
        assertThat(plan(new DurationExpr.Range(HERE)).range()).isEqualTo(600_000);
    }

    @Test
    void range_extremum_picksOne() {
        DurationExpr step = new DurationExpr.Step(HERE);
        DurationExpr minute = TestExprs.duration(60);
        assertThat(plan(new DurationExpr.Extremum(true, step, minute, HERE)).range())
                .isEqualTo(60_000);
        assertThat(plan(new DurationExpr.Extremum(false, step, minute, HERE)).range())
                .isEqualTo(15_000);
    }

    @ParameterizedTest
    @CsvSource({
        "DIV, 1, 0, 2:7: division by zero",
        "MOD, 1, 0, 2:7: modulo by zero",
        "SUB, 1, 1, 2:7: duration must be greater than 0",
        "POW, 10, 400, 2:7: duration is NaN or infinite",
        "POW, 10, 20, 2:7: duration is out of range"
    })
    void range_impossible_namesPlaceAndReason(BinaryOp op, double lhs, double rhs, String message) {
        DurationExpr range =
                new DurationExpr.Binary(
                        op,
                        new DurationExpr.Literal(lhs, true, new PositionRange(2, 3)),
                        new DurationExpr.Literal(rhs, true, new PositionRange(5, 7)),
                        new PositionRange(2, 7));
        assertThatThrownBy(() -> plan(range))
                .isInstanceOf(QueryException.BadQuery.class)
                .hasMessage(message);
    }

    @Test
    void range_literal_isRoundedButComputedOneIsCut() {
        DurationExpr literal = TestExprs.duration(1.003);
        assertThat(plan(literal).range()).isEqualTo(1003);
        assertThat(plan(new DurationExpr.Paren(literal, HERE)).range()).isEqualTo(1002);
    }

    @Test
    void selector_offsetAndAtEnd_areMilliseconds() {
        DurationExpr back = new DurationExpr.Unary(true, TestExprs.duration(5), HERE);
        Expr selector =
                TestExprs.selector(
                        new TimeShift(back, new TimeShift.At.End(), TimeShift.Extension.NONE), "x");
        assertThat(Planner.translate(selector, TIMES))
                .isInstanceOfSatisfying(
                        LogicalNode.Selector.class,
                        s -> {
                            assertThat(s.offset()).isEqualTo(-5_000);
                            assertThat(s.at()).isEqualTo(700_000);
                        });
    }

    @Test
    void dataRange_nestedSubqueries_addTheirRangesAndOffsets() {
        LogicalNode inner =
                Planner.translate(
                        TestExprs.call("rate", TestExprs.range(TestExprs.selector("x"), 60)),
                        TIMES);
        LogicalNode subquery = new LogicalNode.Subquery(inner, 600_000, 60_000, 30_000, null, HERE);
        assertThat(DataRange.of(subquery, 1_000_000, 2_000_000, 300_000))
                .isEqualTo(
                        new DataRange(
                                1_000_000 - 30_000 - 600_000 + 1 - 60_000 + 1, 2_000_000 - 30_000));
    }

    private static LogicalNode.RangeSelector plan(DurationExpr range) {
        Expr matrix = new Expr.MatrixSelector(TestExprs.selector("x"), range, HERE);
        return (LogicalNode.RangeSelector) Planner.translate(matrix, TIMES);
    }
}

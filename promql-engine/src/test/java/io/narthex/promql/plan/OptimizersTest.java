package io.narthex.promql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.LabelMatcher;
import io.narthex.promql.TestExprs;
import io.narthex.promql.parser.BinaryOp;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.PositionRange;
import io.narthex.promql.parser.TimeShift;

import org.junit.jupiter.api.Test;

class OptimizersTest {
    private static final PositionRange NOWHERE = new PositionRange(0, 0);
    private static final QueryTimes TIMES = new QueryTimes(0, 60_000, 15_000, 60_000);
    private static final TimeShift AT_START =
            new TimeShift(null, new TimeShift.At.Start(), TimeShift.Extension.NONE);

    @Test
    void foldNumbers_fourOperations_becomeOneNumber() {
        Expr sum = binary(BinaryOp.ADD, TestExprs.number(1), TestExprs.number(2));
        Expr product =
                binary(
                        BinaryOp.MUL,
                        new Expr.UnaryExpr(true, new Expr.ParenExpr(sum, NOWHERE), NOWHERE),
                        TestExprs.number(2));
        assertThat(new FoldNumbers().optimize(translate(product)))
                .isEqualTo(new LogicalNode.Literal(-6, NOWHERE));
    }

    @Test
    void foldNumbers_power_isLeftToTheOperator() {
        Expr power = binary(BinaryOp.POW, TestExprs.number(1), TestExprs.number(Double.NaN));
        assertThat(new FoldNumbers().optimize(translate(power)))
                .isInstanceOf(LogicalNode.Binary.class);
    }

    @Test
    void sortMatchers_repeatedAndExpensive_areDroppedAndMovedBack() {
        LabelMatcher regex = new LabelMatcher(LabelMatcher.Type.REGEX, "a", "x.*");
        LabelMatcher equal = LabelMatcher.equal("b", "c");
        LabelMatcher name = LabelMatcher.equal("__name__", "m");
        Expr selector = TestExprs.selector("m", regex, equal, regex);
        assertThat(new SortMatchers().optimize(translate(selector)))
                .isInstanceOfSatisfying(
                        LogicalNode.Selector.class,
                        s -> assertThat(s.matchers()).containsExactly(name, equal, regex));
    }

    @Test
    void sortMatchers_argumentOfAbsent_staysAsWritten() {
        LabelMatcher equal = LabelMatcher.equal("b", "c");
        LogicalNode absent =
                translate(TestExprs.call("absent", TestExprs.selector("m", equal, equal)));
        assertThat(new SortMatchers().optimize(absent)).isEqualTo(absent);
    }

    @Test
    void hoist_selectorsFixedByAt_wrapsTheLargestSubtree() {
        Expr rate = TestExprs.call("rate", TestExprs.range(fixed(), 60));
        LogicalNode plan =
                new HoistStepInvariant()
                        .optimize(translate(binary(BinaryOp.ADD, rate, TestExprs.number(1))));
        assertThat(plan).isInstanceOf(LogicalNode.StepInvariant.class);
    }

    @Test
    void hoist_oneSideMoves_wrapsTheOtherOnly() {
        Expr moving = TestExprs.selector("m");
        LogicalNode plan =
                new HoistStepInvariant().optimize(translate(binary(BinaryOp.ADD, fixed(), moving)));
        assertThat(plan.children())
                .satisfiesExactly(
                        lhs -> assertThat(lhs).isInstanceOf(LogicalNode.StepInvariant.class),
                        rhs -> assertThat(rhs).isInstanceOf(LogicalNode.Selector.class));
    }

    @Test
    void hoist_functionOfTime_isNotInvariant() {
        LogicalNode plan =
                new HoistStepInvariant().optimize(translate(TestExprs.call("timestamp", fixed())));
        assertThat(plan).isInstanceOf(LogicalNode.Call.class);
    }

    @Test
    void names_areInTheirOrder() {
        assertThat(Optimizers.names())
                .containsExactly("fold-numbers", "sort-matchers", "hoist-step-invariant");
    }

    private static Expr.VectorSelector fixed() {
        return TestExprs.selector(AT_START, "m");
    }

    private static LogicalNode translate(Expr expr) {
        return Planner.translate(expr, TIMES);
    }

    private static Expr binary(BinaryOp op, Expr lhs, Expr rhs) {
        return new Expr.BinaryExpr(op, lhs, rhs, null, false, NOWHERE);
    }
}

package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.promql.Value.VectorSample;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ExprPrinter;
import io.narthex.rules.alert.Absence;
import io.narthex.rules.alert.Absence.Cause;
import io.narthex.rules.file.OnMissing;
import io.narthex.rules.file.RuleDefinition;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds out whether alerts are gone because their condition does not hold, or because their data
/// are gone, and applies what their rule wants in that case. Rules that want what Prometheus does
/// cost no query.
///
/// Thread safety: for one thread at a time.
final class MissingData {
    private final OnMissing policy;
    private final RuleQueries queries;

    /// Gives an element wherever there are data; null where that is always so.
    private final @Nullable String data;

    /// What was found.
    ///
    /// @param nothing whether the alert is to come that says so: there are no data at all
    record Found(boolean nothing, Absence absence) {
        static final Found DATA = new Found(false, Absence.OF_CONDITION);
    }

    MissingData(RuleDefinition.Alerting rule, RuleQueries queries) {
        this.policy = rule.onMissing();
        this.queries = queries;
        Expr expr = policy == OnMissing.RESOLVE ? null : DataExpr.of(rule.expr());
        this.data = expr == null ? null : ExprPrinter.print(expr);
    }

    /// Looks where that matters.
    ///
    /// @param time of the query, epoch milliseconds
    /// @param gaveNothing whether the expression gave no element
    /// @param gone labels of the elements that alerts miss
    Found look(long time, boolean gaveNothing, List<Labels> gone) {
        boolean matters = policy == OnMissing.ALERT ? gaveNothing : !gone.isEmpty();
        if (data == null || !matters) {
            return Found.DATA;
        }
        Set<Labels> there = new HashSet<>();
        for (VectorSample s : queries.query(data, time)) {
            there.add(s.labels().drop(Labels.NAME));
        }
        return switch (policy) {
            case RESOLVE -> Found.DATA;
            case KEEP -> new Found(false, s -> there.contains(s) ? Cause.CONDITION : Cause.KEPT);
            case ALERT -> there.isEmpty() ? new Found(true, _ -> Cause.KEPT) : Found.DATA;
            case KEEP_WHILE_TARGET_DOWN -> whileTargetDown(time, gone, there);
        };
    }

    private Found whileTargetDown(long time, List<Labels> gone, Set<Labels> there) {
        Map<String, Boolean> down = new HashMap<>();
        Map<Labels, Cause> causes = new HashMap<>();
        for (Labels source : gone) {
            if (!there.contains(source)) {
                boolean isDown = down.computeIfAbsent(targets(source), up -> isDown(up, time));
                causes.put(source, isDown ? Cause.KEPT : Cause.NO_DATA);
            }
        }
        return new Found(false, s -> causes.getOrDefault(s, Cause.CONDITION));
    }

    /// Selects the targets of an element; all of them where it has none of their labels.
    private static String targets(Labels source) {
        StringBuilder up = new StringBuilder("up{");
        for (String name : List.of("job", "instance")) {
            String value = source.get(name);
            if (value != null) {
                LabelsText.quote(up.append(name).append('='), value);
                up.append(',');
            }
        }
        return up.append('}').toString();
    }

    private boolean isDown(String up, long time) {
        List<VectorSample> targets = queries.query(up, time);
        return targets.isEmpty() || targets.stream().anyMatch(s -> s.value() == 0);
    }
}

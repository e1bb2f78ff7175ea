package io.narthex.promql.test.naive.function;

import io.narthex.model.LabelMatcher;
import io.narthex.model.LabelMatcher.Type;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.test.naive.Series;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `info`: adds to each series the labels of the info series of the same job and instance.
///
/// @param names conditions on the info metric's name
/// @param data conditions on its other labels
record Info(Call call, List<LabelMatcher> names, List<LabelMatcher> data) {
    private static final List<String> IDENTIFYING = List.of("instance", "job");

    static List<Series> apply(Call call) {
        List<LabelMatcher> names = new ArrayList<>();
        List<LabelMatcher> data = new ArrayList<>();
        if (call.count() > 1 && call.arg(1) instanceof Expr.VectorSelector selector) {
            selector.matchers().forEach(m -> (isName(m) ? names : data).add(m));
        }
        if (names.isEmpty()) {
            names.add(LabelMatcher.equal(Labels.NAME, "target_info"));
        } else if (names.stream().noneMatch(Info::isPositive)) {
            names.add(new LabelMatcher(Type.REGEX, Labels.NAME, ".+_info"));
        }
        return new Info(call, names, data).apply();
    }

    private static boolean isName(LabelMatcher m) {
        return m.name().equals(Labels.NAME);
    }

    private static boolean isPositive(LabelMatcher m) {
        return m.type() == Type.EQUAL || m.type() == Type.REGEX;
    }

    private List<Series> apply() {
        List<Series> output = new ArrayList<>();
        List<Series> base = call.vector(0);
        Map<String, Map<Labels, Series>> infos = base.isEmpty() ? Map.of() : newest(base);
        for (Series s : base) {
            Labels key = s.labels().keep(IDENTIFYING);
            boolean known = infos.values().stream().anyMatch(i -> i.containsKey(key));
            if (isInfo(s)) {
                output.add(s);
            } else if (known || data.stream().allMatch(m -> m.matches(""))) {
                output.add(enriched(s, key, infos));
            }
        }
        return output;
    }

    /// Info series themselves stay as they are.
    private boolean isInfo(Series s) {
        return names.stream().allMatch(m -> m.matches(s.labels().metricName()));
    }

    /// The info series of each metric, by what identifies them; of several the newest. Only those
    /// matter whose job and whose instance some series has.
    private Map<String, Map<Labels, Series>> newest(List<Series> base) {
        List<LabelMatcher> all = new ArrayList<>(names);
        all.addAll(data);
        for (String label : IDENTIFYING) {
            Set<String> values = new HashSet<>();
            base.stream()
                    .filter(s -> !isInfo(s))
                    .forEach(s -> values.add(s.labels().getOrEmpty(label)));
            all.add(new LabelMatcher(Type.REGEX, label, String.join("|", values)));
        }
        Map<String, Map<Labels, Series>> found = new TreeMap<>();
        for (Series info :
                call.in().newest(call.in().select(all), reference(call.arg(0), call.time()))) {
            Map<Labels, Series> ofMetric =
                    found.computeIfAbsent(info.labels().metricName(), _ -> new HashMap<>());
            Labels key = info.labels().keep(IDENTIFYING);
            Series other = ofMetric.get(key);
            long time = other == null ? -1 : other.point().time();
            call.in().require(other == null || time != info.point().time(), " @ " + time);
            if (time < info.point().time()) {
                ofMetric.put(key, info);
            }
        }
        return found;
    }

    /// Adds what the info series say. Labels that are there already stay; if conditions ask for
    /// some, only those are added.
    private Series enriched(Series s, Labels key, Map<String, Map<Labels, Series>> infos) {
        Map<String, String> added = new TreeMap<>();
        for (Map<Labels, Series> ofMetric : infos.values()) {
            Series info = ofMetric.get(key);
            Labels labels = info == null ? Labels.empty() : info.labels().drop(Labels.NAME);
            for (int i = 0; i < labels.size(); i++) {
                String name = labels.name(i);
                boolean asked =
                        data.isEmpty() || data.stream().anyMatch(m -> m.name().equals(name));
                if (asked && s.labels().get(name) == null) {
                    String other = added.put(name, labels.value(i));
                    boolean agrees = other == null || other.equals(labels.value(i));
                    call.in().require(agrees, "conflicting label: " + name);
                }
            }
        }
        Labels.Builder result = s.labels().toBuilder();
        added.forEach(result::set);
        return s.with(result.build());
    }

    /// When the first selector within an expression looks: the info series are read then too.
    private long reference(Expr expr, long t) {
        return switch (expr) {
            case Expr.VectorSelector s -> call.in().shifted(s.shift(), t);
            case Expr.MatrixSelector m -> reference(m.selector(), t);
            case Expr.SubqueryExpr s -> reference(s.expr(), call.in().shifted(s.shift(), t));
            case Expr.ParenExpr paren -> reference(paren.inner(), t);
            case Expr.UnaryExpr unary -> reference(unary.operand(), t);
            case Expr.AggregateExpr aggregate -> reference(aggregate.expr(), t);
            case Expr.BinaryExpr binary -> reference(binary.lhs(), t);
            case Expr.Call c -> c.args().isEmpty() ? t : reference(c.args().getLast(), t);
            default -> t;
        };
    }
}

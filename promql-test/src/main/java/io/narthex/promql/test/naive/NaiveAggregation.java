package io.narthex.promql.test.naive;

import io.narthex.model.Labels;
import io.narthex.model.number.GoText;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.test.naive.NaiveValue.Element;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Aggregates a vector at one time.
final class NaiveAggregation {
    private final Expr.AggregateExpr aggregate;
    private final NaiveValue param;
    private final long time;

    NaiveAggregation(Expr.AggregateExpr aggregate, NaiveValue param, long time) {
        this.aggregate = aggregate;
        this.param = param;
        this.time = time;
    }

    List<Element> apply(List<Element> input) {
        Map<Labels, List<Element>> groups = new LinkedHashMap<>();
        for (Element e : input) {
            groups.computeIfAbsent(key(e.labels()), _ -> new ArrayList<>()).add(e);
        }
        List<Element> output = new ArrayList<>();
        groups.forEach((key, members) -> output.addAll(group(key, members)));
        return output;
    }

    private Labels key(Labels labels) {
        if (!aggregate.without()) {
            return labels.keep(aggregate.grouping());
        }
        Set<String> names = new HashSet<>(aggregate.grouping());
        names.add(Labels.NAME);
        return labels.drop(names);
    }

    private List<Element> group(Labels key, List<Element> members) {
        double[] v = members.stream().mapToDouble(Element::value).toArray();
        return switch (aggregate.op()) {
            case SUM -> one(key, members, NaiveSums.sum(v));
            case AVG -> one(key, members, NaiveSums.mean(v));
            case COUNT -> one(key, members, v.length);
            case MIN -> one(key, members, NaiveSums.extremum(v, false));
            case MAX -> one(key, members, NaiveSums.extremum(v, true));
            case GROUP -> one(key, members, 1);
            case STDDEV -> one(key, members, Math.sqrt(NaiveSums.variance(v)));
            case STDVAR -> one(key, members, NaiveSums.variance(v));
            case QUANTILE -> one(key, members, NaiveSums.quantile(number(), v));
            case TOPK -> best(members, Comparator.comparingDouble(Element::value).reversed());
            case BOTTOMK -> best(members, Comparator.comparingDouble(Element::value));
            case COUNT_VALUES -> countValues(key, members);
            case LIMITK, LIMIT_RATIO ->
                    throw new UnsupportedOperationException(aggregate.op().keyword());
        };
    }

    private double number() {
        return ((NaiveValue.Scalar) param).value();
    }

    private List<Element> one(Labels key, List<Element> members, double value) {
        boolean dropName =
                key.get(Labels.NAME) != null && members.stream().anyMatch(Element::dropName);
        return List.of(new Element(key, dropName, value, time));
    }

    private List<Element> best(List<Element> members, Comparator<Element> order) {
        long k = (long) number();
        Comparator<Element> nanLast = Comparator.comparing(e -> Double.isNaN(e.value()));
        return members.stream().sorted(nanLast.thenComparing(order)).limit(Math.max(0, k)).toList();
    }

    private List<Element> countValues(Labels key, List<Element> members) {
        String label = ((NaiveValue.Text) param).value();
        Map<String, List<Element>> byText = new TreeMap<>();
        for (Element e : members) {
            byText.computeIfAbsent(GoText.plain(e.value()), _ -> new ArrayList<>()).add(e);
        }
        List<Element> output = new ArrayList<>();
        // As in Prometheus, whether a name was to be dropped is forgotten here.
        byText.forEach(
                (text, same) ->
                        output.add(new Element(key.with(label, text), false, same.size(), time)));
        return output;
    }
}

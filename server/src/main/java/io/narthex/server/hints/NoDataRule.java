package io.narthex.server.hints;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;
import io.narthex.yaml.NearestName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An empty answer, because a selector finds nothing: which of its conditions removed everything,
/// and what would be there instead.
///
/// Conditions are tried one after the other, the name first; the first that leaves nothing of what
/// those before it selected is named. Where all of them find series, the time may be what has
/// none.
///
/// Thread safety: as the store.
///
/// @param parts asked whether a selector has samples in the time of the query
record NoDataRule(Queryable storage, PartQueries parts) implements AnswerRule {
    private static final SelectHints ONE =
            new SelectHints(Long.MIN_VALUE, Long.MAX_VALUE, 0, true, 1);

    /// Names and values that a hint lists.
    private static final int LISTED = 3;

    /// Names that are compared with a wrong one.
    private static final int MAX_NAMES = 20_000;

    @Override
    public List<Hint> check(Expr query, QueryRequest request, Value answer) {
        if (!AnswerRule.isEmpty(answer)) {
            return List.of();
        }
        List<Hint> hints = new ArrayList<>();
        for (SelectorUse use : SelectorUse.of(query)) {
            String text = missing(use);
            if (text == null && hasNoSamples(use, request)) {
                text = conditions(use.selector().matchers()) + " has no samples in the time asked";
            }
            if (text != null) {
                hints.add(new Hint(text, use.selector().position()));
            }
        }
        return hints;
    }

    /// What removes every series; null where some are left.
    private @Nullable String missing(SelectorUse use) {
        try (Querier querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            List<LabelMatcher> before = new ArrayList<>();
            for (LabelMatcher next : inOrder(use.selector().matchers())) {
                List<LabelMatcher> base = List.copyOf(before);
                before.add(next);
                if (querier.select(ONE, before).size() == 0) {
                    return base.isEmpty() && isName(next)
                            ? unknownName(next.value(), querier)
                            : next + " leaves nothing of " + rest(next, base, querier);
                }
            }
            return null;
        }
    }

    private static List<LabelMatcher> inOrder(List<LabelMatcher> matchers) {
        List<LabelMatcher> ordered = new ArrayList<>(matchers.size());
        matchers.stream().filter(NoDataRule::isName).forEach(ordered::add);
        matchers.stream().filter(m -> !isName(m)).forEach(ordered::add);
        return ordered;
    }

    private static boolean isName(LabelMatcher m) {
        return m.name().equals(Labels.NAME) && m.type() == LabelMatcher.Type.EQUAL;
    }

    private static String unknownName(String name, Querier querier) {
        List<String> names = querier.labelValues(Labels.NAME, List.of(), MAX_NAMES);
        if (names.isEmpty()) {
            return "nothing is called " + name + ", and nothing was stored yet";
        }
        List<String> near = NearestName.ranked(name, names, LISTED);
        return "nothing is called "
                + name
                + (near.isEmpty() ? "" : "; the nearest names are " + String.join(", ", near));
    }

    /// What there was before a condition removed it all.
    private static String rest(LabelMatcher next, List<LabelMatcher> base, Querier querier) {
        String selected = base.isEmpty() ? "all series" : conditions(base);
        // One more than is listed tells that there are more; a label may have millions.
        List<String> values = querier.labelValues(next.name(), base, LISTED + 1);
        if (values.isEmpty()) {
            List<String> names = new ArrayList<>(querier.labelNames(base, LISTED + 2));
            names.remove(Labels.NAME);
            return selected + ", which has no label " + next.name() + " but " + listed(names);
        }
        return selected
                + ", where "
                + next.name()
                + " is "
                + listed(values.stream().map(v -> '"' + v + '"').toList());
    }

    private static String listed(List<String> all) {
        String first = all.stream().limit(LISTED).collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all.size() > LISTED ? first + " …" : first;
    }

    /// A selector as PromQL writes it.
    static String conditions(List<LabelMatcher> matchers) {
        StringBuilder out = new StringBuilder();
        List<LabelMatcher> ordered = inOrder(matchers);
        int first = 0;
        if (isName(ordered.getFirst())) {
            out.append(ordered.getFirst().value());
            first = 1;
        }
        if (first < ordered.size()) {
            out.append('{');
            for (int i = first; i < ordered.size(); i++) {
                out.append(i == first ? "" : ",").append(ordered.get(i));
            }
            out.append('}');
        }
        return out.toString();
    }

    private boolean hasNoSamples(SelectorUse use, QueryRequest request) {
        String part =
                use.window() == null
                        ? PartQueries.text(request, use.selector().position())
                        : "last_over_time("
                                + PartQueries.text(request, use.window().position())
                                + ")";
        Value value = parts.atEveryStep(request, part);
        return value != null && AnswerRule.isEmpty(value);
    }
}

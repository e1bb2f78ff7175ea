package io.narthex.server.hints;

import io.narthex.http.QueryAdvisor;
import io.narthex.http.TargetsView;
import io.narthex.model.Queryable;
import io.narthex.promql.Query;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.parser.Expr;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Tells the author of a query of the usual mistakes, in the order of the text.
///
/// Thread safety: safe for concurrent calls.
public final class QueryHints implements QueryAdvisor {
    private static final Logger LOG = LoggerFactory.getLogger(QueryHints.class);

    /// Who got five hints has enough to do; the next answer has the others.
    private static final int MAX_HINTS = 5;

    private final List<HintRule> rules;

    QueryHints(List<HintRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// All rules.
    ///
    /// @param targets asked at most every few seconds
    /// @param storage asked for labels, never for samples
    public static QueryHints of(TargetsView targets, Queryable storage) {
        TargetFacts metrics = new TargetFacts(targets, System::nanoTime);
        return new QueryHints(
                List.of(
                        new RawCounterRule(metrics),
                        new MetricsTrafficRule(storage),
                        new ShortWindowRule(metrics)));
    }

    @Override
    public List<String> advise(Query query, QueryRequest request) {
        try {
            return hints(query.expression(), request);
        } catch (RuntimeException e) {
            // The answer is right without hints, so it goes out: a store that is being closed is
            // the one reason that is no bug.
            LOG.warn("no hints for {}", request.query(), e);
            return List.of();
        }
    }

    List<String> hints(Expr expression, QueryRequest request) {
        List<Hint> hints = new ArrayList<>();
        for (SelectorUse use : SelectorUse.of(expression)) {
            for (HintRule rule : rules) {
                Hint hint = hints.size() < MAX_HINTS ? rule.check(use, request) : null;
                if (hint != null) {
                    hints.add(hint);
                }
            }
        }
        if (hints.isEmpty()) {
            return List.of();
        }
        byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
        return hints.stream().map(hint -> hint.render(query)).toList();
    }
}

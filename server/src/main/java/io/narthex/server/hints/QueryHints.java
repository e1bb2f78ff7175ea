package io.narthex.server.hints;

import io.narthex.http.QueryAdvisor;
import io.narthex.http.TargetsView;
import io.narthex.model.Queryable;
import io.narthex.promql.Query;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Tells the author of a query of the usual mistakes: those of the text in its order, then those
/// that show in the answer.
///
/// Thread safety: safe for concurrent calls.
public final class QueryHints implements QueryAdvisor {
    private static final Logger LOG = LoggerFactory.getLogger(QueryHints.class);

    /// Who got five hints has enough to do; the next answer has the others.
    private static final int MAX_HINTS = 5;

    private final List<HintRule> rules;
    private final List<AnswerRule> answerRules;

    QueryHints(List<HintRule> rules, List<AnswerRule> answerRules) {
        this.rules = List.copyOf(rules);
        this.answerRules = List.copyOf(answerRules);
    }

    /// All rules.
    ///
    /// @param targets asked at most every few seconds
    /// @param engine prepares queries over a store: what an empty answer is missing is found by
    ///     asking parts of the query
    public static QueryHints of(
            TargetsView targets,
            Queryable storage,
            BiFunction<QueryRequest, Queryable, Query> engine) {
        TargetFacts metrics = new TargetFacts(targets, System::nanoTime);
        PartQueries parts = new PartQueries(engine, storage);
        return new QueryHints(
                List.of(
                        new RawCounterRule(metrics),
                        new MetricsTrafficRule(storage),
                        new ShortWindowRule(metrics)),
                List.of(
                        new NoDataRule(storage, parts),
                        new UnmatchedJoinRule(parts),
                        new FractionRule(parts)));
    }

    @Override
    public List<String> advise(Query query, QueryRequest request, Value answer) {
        try {
            return hints(query.expression(), request, answer);
        } catch (RuntimeException e) {
            // The answer is right without hints, so it goes out: a store that is being closed is
            // the one reason that is no bug.
            LOG.warn("no hints for {}", request.query(), e);
            return List.of();
        }
    }

    List<String> hints(Expr expression, QueryRequest request, Value answer) {
        List<Hint> hints = new ArrayList<>();
        for (SelectorUse use : SelectorUse.of(expression)) {
            for (HintRule rule : rules) {
                Hint hint = hints.size() < MAX_HINTS ? rule.check(use, request) : null;
                if (hint != null) {
                    hints.add(hint);
                }
            }
        }
        for (AnswerRule rule : answerRules) {
            if (hints.size() < MAX_HINTS) {
                hints.addAll(rule.check(expression, request, answer));
            }
        }
        if (hints.isEmpty()) {
            return List.of();
        }
        byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
        return hints.stream().limit(MAX_HINTS).map(hint -> hint.render(query)).toList();
    }
}

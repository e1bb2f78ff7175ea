package io.narthex.server.hints;

import io.narthex.promql.QueryRequest;
import io.narthex.promql.Value;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;

import java.util.List;
import java.util.Set;

/// What rules say of a query that is evaluated at 1,000 s.
final class Hinting {
    static final long TIME = 1_000_000;

    /// An answer that no rule has anything to say about.
    static final Value ANSWER = new Value.Scalar(TIME, 1);

    private Hinting() {}

    /// Metrics as a test wants them, scraped at one interval.
    record Metrics(Set<String> counters, long interval) implements ScrapedMetrics {
        @Override
        public boolean isCounter(String metric) {
            return counters.contains(metric);
        }

        @Override
        public long intervalMillis(SelectorUse use) {
            return interval;
        }

        @Override
        public long longestIntervalMillis() {
            return interval;
        }
    }

    static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.ALL);
    }

    static List<String> hints(HintRule rule, String query) {
        return new QueryHints(List.of(rule), List.of())
                .hints(parse(query), QueryRequest.instant(query, TIME), ANSWER);
    }

    /// The places of a rule's hints, such as `1:5 1:20`; empty for none.
    static String places(HintRule rule, String query) {
        return String.join(
                " ",
                hints(rule, query).stream()
                        .map(h -> h.substring(h.lastIndexOf('(') + 1, h.length() - 1))
                        .toList());
    }
}

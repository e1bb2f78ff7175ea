package io.narthex.rules.slo;

import io.narthex.model.LabelMatcher;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.PromqlParser;

import java.util.List;

/// Which counters count events: a selector such as `requests_total{status_code=~"5.."}`.
///
/// @param text as it was written
/// @param matchers its conditions
///
/// Thread safety: immutable.
public record EventSelector(String text, List<LabelMatcher> matchers) {
    /// Copies the list.
    public EventSelector {
        matchers = List.copyOf(matchers);
    }

    /// @throws IllegalArgumentException with the remedy, if the text is no selector
    public static EventSelector parse(String text) {
        try {
            return new EventSelector(text.strip(), PromqlParser.parseSelector(text));
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "expected a selector of counters such as requests_total{code=~\"5..\"}, without"
                        + " rate(), increase(), sum() or an offset, for increases are computed and"
                        + " summed from it: "
                            + e.getMessage(),
                    e);
        }
    }
}

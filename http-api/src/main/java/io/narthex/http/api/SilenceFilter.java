package io.narthex.http.api;

import io.narthex.http.SilencesView.Silence;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which silences are asked for: those whose matchers, taken as labels, satisfy all filters.
///
/// @param filters such as `alertname="Down"`
record SilenceFilter(List<LabelMatcher> filters) {
    /// A value may stand without quotes, as Alertmanager's clients write it.
    private static final Pattern UNQUOTED =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!=|!~|=)\\s*([^\"\\s{},]*)");

    static SilenceFilter of(List<String> texts) throws ApiException {
        List<LabelMatcher> filters = new ArrayList<>();
        for (String text : texts) {
            Matcher plain = UNQUOTED.matcher(text.strip());
            boolean unquoted = plain.matches();
            try {
                if (unquoted) {
                    filters.add(
                            new LabelMatcher(type(plain.group(2)), plain.group(1), plain.group(3)));
                } else {
                    filters.addAll(QueryEngine.parseSelector("{" + text + "}"));
                }
            } catch (QueryException | IllegalArgumentException e) {
                throw ApiException.badData(
                        "filter: expected a matcher such as alertname=\"Down\", found "
                                + ApiException.quote(text)
                                + ": "
                                + e.getMessage());
            }
        }
        return new SilenceFilter(filters);
    }

    private static LabelMatcher.Type type(String symbol) {
        for (LabelMatcher.Type type : LabelMatcher.Type.values()) {
            if (type.symbol().equals(symbol)) {
                return type;
            }
        }
        throw new IllegalStateException("BUG: no matcher is written " + symbol);
    }

    boolean wants(Silence silence) {
        Map<String, String> values = new HashMap<>();
        silence.matchers().forEach(m -> values.put(m.name(), m.value()));
        return filters.stream().allMatch(f -> f.matches(values.getOrDefault(f.name(), "")));
    }
}

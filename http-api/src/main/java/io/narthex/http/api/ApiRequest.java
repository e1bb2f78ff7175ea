package io.narthex.http.api;

import io.narthex.http.net.Exchange;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An API request with its parameters, and the reading of those that many endpoints share.
///
/// @param params form body and URL
/// @param urlParams the URL alone
/// @param pathParam what the path holds in place of its variable; empty where it has none
/// @param exchange to learn of a client that goes away
record ApiRequest(Params params, Params urlParams, String pathParam, Exchange exchange) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    /// No list is longer, and one more than this is still an `int`.
    private static final int MAX_LIMIT = Integer.MAX_VALUE - 1;

    String param(String name) {
        return params.get(name);
    }

    /// A required time in epoch milliseconds.
    long time(String name) throws ApiException {
        try {
            return ApiTime.parse(param(name));
        } catch (ApiException e) {
            throw ApiException.invalidParameter(name, e.getMessage());
        }
    }

    /// An optional time in epoch milliseconds.
    long time(String name, long otherwise) throws ApiException {
        String value = param(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return ApiTime.parse(value);
        } catch (ApiException e) {
            throw ApiException.invalidParameter(
                    name, "invalid time value for '" + name + "': " + e.getMessage());
        }
    }

    /// An optional duration, or null.
    @Nullable Duration duration(String name) throws ApiException {
        String value = param(name);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return ApiDuration.parse(value);
        } catch (ApiException e) {
            throw ApiException.invalidParameter(name, e.getMessage());
        }
    }

    /// The parameter `limit`; 0 for none.
    int limit() throws ApiException {
        String value = param("limit");
        if (value.isEmpty()) {
            return 0;
        }
        boolean digits = INTEGER.matcher(value).matches();
        long limit;
        try {
            limit = digits ? Long.parseLong(value) : 0;
        } catch (NumberFormatException _) {
            throw notAnInteger(value, "value out of range");
        }
        if (!digits) {
            throw notAnInteger(value, "invalid syntax");
        }
        if (limit < 0) {
            throw ApiException.invalidParameter("limit", "limit must be non-negative");
        }
        return (int) Math.min(limit, MAX_LIMIT);
    }

    /// The selectors of `match[]`; those that everything satisfies are refused.
    List<List<LabelMatcher>> matchers() throws ApiException {
        List<List<LabelMatcher>> sets = new ArrayList<>();
        for (String selector : params.all("match[]")) {
            try {
                sets.add(QueryEngine.parseSelector(selector));
            } catch (QueryException e) {
                throw ApiException.badData(String.valueOf(e.getMessage()));
            }
        }
        if (sets.stream().anyMatch(set -> set.stream().allMatch(m -> m.matches("")))) {
            throw ApiException.badData("match[] must contain at least one non-empty matcher");
        }
        return sets;
    }

    /// The same where errors name the parameter.
    List<List<LabelMatcher>> namedMatchers() throws ApiException {
        try {
            return matchers();
        } catch (ApiException e) {
            throw ApiException.invalidParameter("match[]", e.getMessage());
        }
    }

    private static ApiException notAnInteger(String value, String reason) {
        return ApiException.invalidParameter(
                "limit", "strconv.Atoi: parsing " + ApiException.quote(value) + ": " + reason);
    }
}

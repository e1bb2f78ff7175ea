package io.narthex.http.api;

import io.narthex.http.StoreAdmin;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// `admin/tsdb/…`: changes the store.
///
/// Thread safety: safe for concurrent calls.
final class AdminEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoints.class);

    private static final ApiResponse NO_CONTENT = new ApiResponse(null, List.of(), List.of());

    /// Null where nobody may.
    private final @Nullable StoreAdmin admin;

    AdminEndpoints(@Nullable StoreAdmin admin) {
        this.admin = admin;
    }

    private StoreAdmin enabled() throws ApiException {
        if (admin == null) {
            throw new ApiException(ErrorType.UNAVAILABLE, "admin APIs disabled");
        }
        return admin;
    }

    ApiResponse deleteSeries(ApiRequest request) throws ApiException {
        StoreAdmin store = enabled();
        List<String> selectors = request.params().all("match[]");
        if (selectors.isEmpty()) {
            throw ApiException.badData("no match[] parameter provided");
        }
        long start = request.time("start", ApiTime.MIN);
        long end = request.time("end", ApiTime.MAX);
        List<List<LabelMatcher>> sets = new ArrayList<>();
        for (String selector : selectors) {
            sets.add(matchers(selector));
        }
        for (List<LabelMatcher> matchers : sets) {
            attempt(
                    "",
                    () -> {
                        store.deleteSeries(start, end, matchers);
                        return NO_CONTENT;
                    });
        }
        return NO_CONTENT;
    }

    /// One that everything satisfies is taken too.
    private static List<LabelMatcher> matchers(String selector) throws ApiException {
        try {
            return QueryEngine.parseSelector(selector);
        } catch (QueryException e) {
            throw ApiException.invalidParameter("match[]", String.valueOf(e.getMessage()));
        }
    }

    ApiResponse cleanTombstones(ApiRequest unused) throws ApiException {
        StoreAdmin store = enabled();
        return attempt(
                "",
                () -> {
                    store.cleanTombstones();
                    return NO_CONTENT;
                });
    }

    ApiResponse snapshot(ApiRequest request) throws ApiException {
        StoreAdmin store = enabled();
        boolean withHead = !isSet(request.param("skip_head"));
        String name = attempt("create snapshot: ", () -> store.snapshot(withHead));
        return ApiResponse.of(out -> out.beginObject().name("name").value(name).endObject());
    }

    /// Go's booleans.
    private static boolean isSet(String value) throws ApiException {
        return switch (value) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "", "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                    throw ApiException.invalidParameter(
                            "skip_head",
                            "unable to parse boolean: strconv.ParseBool: parsing "
                                    + ApiException.quote(value)
                                    + ": invalid syntax");
        };
    }

    private static <T> T attempt(String prefix, Supplier<T> task) throws ApiException {
        try {
            return task.get();
        } catch (RuntimeException e) {
            LOG.error("an administrative request failed", e);
            throw new ApiException(ErrorType.INTERNAL, prefix + e.getMessage());
        }
    }
}

package io.narthex.http.api;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesSet;
import io.narthex.model.Utf8Order;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/// `labels`, `label/…/values` and `series`.
///
/// Thread safety: safe for concurrent calls.
final class LabelEndpoints {
    private final Function<ApiRequest, Queryable> storage;
    private final ListMemory memory;

    /// @param storage what a request may see
    LabelEndpoints(Function<ApiRequest, Queryable> storage, ListMemory memory) {
        this.storage = storage;
        this.memory = memory;
    }

    ApiResponse names(ApiRequest request) throws ApiException {
        Selection selection = Selection.of(request);
        return texts(
                request,
                selection,
                querier -> matchers -> querier.labelNames(matchers, selection.hint()));
    }

    ApiResponse values(ApiRequest request) throws ApiException {
        String name = EscapedName.unescape(FormDecoder.unescape(request.pathParam(), false));
        if (name.isEmpty() || name.indexOf('\uFFFD') >= 0) {
            throw ApiException.badData("invalid label name: " + ApiException.quote(name));
        }
        Selection selection = Selection.of(request);
        return texts(
                request,
                selection,
                querier -> matchers -> querier.labelValues(name, matchers, selection.hint()));
    }

    ApiResponse series(ApiRequest request) throws ApiException {
        if (request.params().all("match[]").isEmpty()) {
            throw ApiException.badData("no match[] parameter provided");
        }
        Selection selection = Selection.of(request, ApiRequest::namedMatchers);
        SelectHints hints =
                new SelectHints(selection.start, selection.end, 0, true, selection.hint());
        List<Labels> found;
        try (Querier querier = storage.apply(request).querier(selection.start, selection.end)) {
            found = union(request, querier, hints, selection.matchers);
        }
        return ApiResponse.list(found, selection.limit, ValueJson::labels);
    }

    private ApiResponse texts(
            ApiRequest request,
            Selection selection,
            Function<Querier, Function<List<LabelMatcher>, List<String>>> lookUp)
            throws ApiException {
        List<String> found;
        try (Querier querier = storage.apply(request).querier(selection.start, selection.end)) {
            Function<List<LabelMatcher>, List<String>> texts = lookUp.apply(querier);
            if (selection.matchers.size() <= 1) {
                found =
                        texts.apply(
                                selection.matchers.isEmpty()
                                        ? List.of()
                                        : selection.matchers.getFirst());
            } else {
                TreeSet<String> all = new TreeSet<>(Utf8Order::compare);
                selection.matchers.forEach(set -> all.addAll(texts.apply(set)));
                found = List.copyOf(all);
            }
        }
        memory.charge(request, found.size() * ListMemory.TEXT_BYTES);
        return ApiResponse.list(found, selection.limit, (out, text) -> out.value(text));
    }

    private List<Labels> union(
            ApiRequest request,
            Querier querier,
            SelectHints hints,
            List<List<LabelMatcher>> selectors)
            throws ApiException {
        List<Labels> all = new ArrayList<>();
        for (List<LabelMatcher> matchers : selectors) {
            SeriesSet set = querier.select(hints, matchers);
            // Each set ascends, so its first ones are enough to find the first ones of all.
            int n = hints.limit() == 0 ? set.size() : Math.min(set.size(), hints.limit());
            memory.charge(request, n * ListMemory.SERIES_BYTES);
            for (int i = 0; i < n; i++) {
                all.add(set.labels(i));
            }
        }
        return selectors.size() == 1 ? all : List.copyOf(new TreeSet<>(all));
    }

    private interface MatchersReader {
        List<List<LabelMatcher>> read(ApiRequest request) throws ApiException;
    }

    /// What the three endpoints have in common.
    private record Selection(long start, long end, List<List<LabelMatcher>> matchers, int limit) {
        static Selection of(ApiRequest request) throws ApiException {
            return of(request, ApiRequest::matchers);
        }

        static Selection of(ApiRequest request, MatchersReader matchers) throws ApiException {
            int limit = request.limit();
            long start = request.time("start", ApiTime.MIN);
            long end = request.time("end", ApiTime.MAX);
            return new Selection(start, end, matchers.read(request), limit);
        }

        /// One more than is shown, to know whether something was cut off.
        int hint() {
            return limit == 0 ? 0 : limit + 1;
        }
    }
}

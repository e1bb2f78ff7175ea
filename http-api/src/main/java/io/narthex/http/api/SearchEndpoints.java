package io.narthex.http.api;

import io.narthex.http.HttpServices;
import io.narthex.http.TargetsView.TargetMetadata;
import io.narthex.http.api.SearchRequest.Result;
import io.narthex.http.json.JsonWriter;
import io.narthex.http.net.Exchange;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.model.Querier;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `search/metric_names`, `search/label_names` and `search/label_values`: answers of one JSON
/// object a line, first batches of results, then one that says how it ended.
///
/// Thread safety: safe for concurrent calls.
final class SearchEndpoints {
    private final HttpServices services;

    SearchEndpoints(HttpServices services) {
        this.services = services;
    }

    /// Finds candidates.
    @FunctionalInterface
    private interface Source {
        List<String> texts(Querier querier, List<LabelMatcher> matchers);
    }

    /// Writes what is told of a result beside its score.
    @FunctionalInterface
    private interface ResultWriter {
        void write(Result result, JsonWriter out) throws IOException;
    }

    void metricNames(ApiRequest request) throws ApiException, IOException {
        SearchRequest search = search(request);
        boolean told = SearchRequest.flag(request, "include_metadata", false);
        Map<String, MetricMetadata> metadata = told ? metadata() : Map.of();
        answer(
                request.exchange(),
                search,
                (querier, matchers) -> querier.labelValues(Labels.NAME, matchers, 0),
                (result, out) -> {
                    out.name("name").value(result.value());
                    score(search, result, out);
                    MetricMetadata m = metadata.get(result.value());
                    if (m != null) {
                        text("type", m.type().text(), out);
                        text("help", m.help(), out);
                        text("unit", m.unit(), out);
                    }
                });
    }

    void labelNames(ApiRequest request) throws ApiException, IOException {
        SearchRequest search = search(request);
        answer(
                request.exchange(),
                search,
                (querier, matchers) -> querier.labelNames(matchers, 0),
                (result, out) -> {
                    out.name("name").value(result.value());
                    score(search, result, out);
                });
    }

    void labelValues(ApiRequest request) throws ApiException, IOException {
        SearchRequest search = search(request);
        String label = request.param("label");
        if (label.isEmpty()) {
            throw ApiException.badData("missing required parameter \"label\"");
        }
        answer(
                request.exchange(),
                search,
                (querier, matchers) -> querier.labelValues(label, matchers, 0),
                (result, out) -> {
                    out.name("value").value(result.value());
                    score(search, result, out);
                });
    }

    private SearchRequest search(ApiRequest request) throws ApiException {
        if (!services.search().enabled()) {
            throw new ApiException(ErrorType.UNAVAILABLE, "search API disabled");
        }
        return SearchRequest.of(request, services.clock().millis(), services.search().maxLimit());
    }

    private Map<String, MetricMetadata> metadata() {
        Map<String, MetricMetadata> byName = new HashMap<>();
        for (TargetMetadata target : services.targets().metadata(null)) {
            target.metrics().forEach(m -> byName.putIfAbsent(m.name(), m));
        }
        return byName;
    }

    private static void score(SearchRequest search, Result result, JsonWriter out)
            throws IOException {
        if (search.withScore()) {
            out.name("score").value(result.score());
        }
    }

    private static void text(String name, String value, JsonWriter out) throws IOException {
        if (!value.isEmpty()) {
            out.name(name).value(value);
        }
    }

    private void answer(Exchange exchange, SearchRequest search, Source source, ResultWriter writer)
            throws IOException {
        List<Result> found = find(search, source);
        List<Result> shown = found.subList(0, Math.min(found.size(), search.limit()));
        exchange.header("Content-Type", "application/x-ndjson; charset=utf-8");
        OutputStream out = exchange.stream(200);
        int at = 0;
        do {
            int end = Math.min(shown.size(), at + search.batch());
            out.write(batch(shown.subList(at, end), writer));
            at = end;
        } while (at < shown.size());
        boolean more = found.size() > shown.size();
        out.write(line(json -> json.name("status").value("success").name("has_more").value(more)));
        out.close();
    }

    private List<Result> find(SearchRequest search, Source source) {
        List<Result> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<List<LabelMatcher>> sets =
                search.matchers().isEmpty() ? List.of(List.of()) : search.matchers();
        try (Querier querier = services.storage().querier(search.mint(), search.maxt())) {
            for (List<LabelMatcher> matchers : sets) {
                for (String text : source.texts(querier, matchers)) {
                    double score = search.score(text);
                    if (score > 0 && seen.add(text)) {
                        found.add(new Result(text, score));
                    }
                }
            }
        }
        found.sort(search.order());
        return found;
    }

    private static byte[] batch(List<Result> results, ResultWriter writer) throws IOException {
        return line(
                json -> {
                    json.name("results").beginArray();
                    for (Result result : results) {
                        json.beginObject();
                        writer.write(result, json);
                        json.endObject();
                    }
                    json.endArray();
                });
    }

    private static byte[] line(ApiResponse.Data members) throws IOException {
        JsonText text = new JsonText();
        JsonWriter json = new JsonWriter(text);
        json.beginObject();
        members.write(json);
        json.endObject().finish();
        return (text.text() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}

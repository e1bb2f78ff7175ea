package io.narthex.http.api;

import io.narthex.http.Federation;
import io.narthex.http.net.Exchange;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.Utf8Order;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/// `/federate`: the newest samples of the selected series, for another server to scrape.
///
/// Thread safety: safe for concurrent calls.
final class FederateEndpoint {
    private static final String INSTANCE = "instance";

    private final Function<ApiRequest, Queryable> storage;
    private final ListMemory memory;
    private final Federation federation;
    private final InstantSource clock;

    FederateEndpoint(
            Function<ApiRequest, Queryable> storage,
            ListMemory memory,
            Federation federation,
            InstantSource clock) {
        this.storage = storage;
        this.memory = memory;
        this.federation = federation;
        this.clock = clock;
    }

    /// Errors are plain text here, as scrapers expect it.
    void answer(ApiRequest request) throws ApiException, IOException {
        Exchange exchange = request.exchange();
        List<List<LabelMatcher>> selectors = new ArrayList<>();
        try {
            for (String selector : request.params().all("match[]")) {
                selectors.add(QueryEngine.parseSelector(selector));
            }
        } catch (QueryException e) {
            exchange.sendText(400, e.getMessage() + "\n");
            return;
        }
        FederationFormat format = FederationFormat.choose(exchange.request().header("Accept"));
        List<FederatedSample> samples = new ArrayList<>(newest(request, selectors));
        samples.sort(Comparator.comparing(FederatedSample::name, Utf8Order::compare));
        exchange.header("Content-Type", format.media());
        BodyWriter out = new BodyWriter(exchange);
        boolean done = false;
        try {
            write(samples, format, out);
            out.close();
            done = true;
        } finally {
            if (!done) {
                out.abort();
            }
        }
    }

    private Collection<FederatedSample> newest(
            ApiRequest request, List<List<LabelMatcher>> selectors) throws ApiException {
        long maxt = clock.millis();
        long mint = maxt - federation.lookback().toMillis();
        TreeMap<Labels, FederatedSample> all = new TreeMap<>();
        try (Querier querier = storage.apply(request).querier(mint, maxt)) {
            for (List<LabelMatcher> matchers : selectors) {
                if (matchers.isEmpty()) {
                    continue; // as in Prometheus, `{}` selects nothing
                }
                SeriesSet set = querier.select(SelectHints.range(mint, maxt), matchers);
                memory.charge(request, set.size() * ListMemory.SERIES_BYTES);
                SeriesCursor cursor = set.cursor();
                for (int i = 0; i < set.size(); i++) {
                    FederatedSample sample = newest(cursor.at(i), mint, maxt);
                    if (sample != null) {
                        all.put(sample.labels(), sample);
                    }
                }
            }
        }
        return all.values();
    }

    /// Null where there is none, where a stale marker is newest, and for a series without a name.
    private static @Nullable FederatedSample newest(SeriesData series, long mint, long maxt) {
        int last = series.lowerBound(maxt + 1) - 1;
        if (last < 0 || series.timeAt(last) < mint || StaleNaN.isStale(series.valueAt(last))) {
            return null;
        }
        Labels labels = series.labels();
        if (labels.metricName().isEmpty()) {
            return null;
        }
        return new FederatedSample(
                labels,
                series.timeAt(last),
                series.valueAt(last),
                series.isHistogram(last) ? series.histogramAt(last) : null);
    }

    private void write(List<FederatedSample> samples, FederationFormat format, BodyWriter out)
            throws IOException {
        FederationWriter writer =
                format.protobuf()
                        ? new FederationProto(format.escaping())
                        : new FederationText(format.escaping());
        Labels external = federation.externalLabels().get();
        List<FederatedSample> family = new ArrayList<>();
        List<String[]> labels = new ArrayList<>();
        for (FederatedSample sample : samples) {
            if (!writer.canWrite(sample)) {
                continue;
            }
            if (!family.isEmpty() && !sample.isOfFamily(family.getFirst())) {
                writer.family(family, labels, out);
                family.clear();
                labels.clear();
            }
            family.add(sample);
            labels.add(labels(sample.labels(), external));
        }
        if (!family.isEmpty()) {
            writer.family(family, labels, out);
        }
    }

    /// Names and values of a sample's labels, then of the server's that it has not. A sample
    /// without an instance says so, else it would get that of this server where it is scraped.
    private static String[] labels(Labels own, Labels external) {
        List<String> all = new ArrayList<>(2 * (own.size() + external.size() + 1));
        for (int i = 0; i < own.size(); i++) {
            if (!own.name(i).equals(Labels.NAME)) {
                all.add(own.name(i));
                all.add(own.value(i));
            }
        }
        TreeMap<String, String> more = new TreeMap<>(Utf8Order::compare);
        more.put(INSTANCE, "");
        for (int i = 0; i < external.size(); i++) {
            more.put(external.name(i), external.value(i));
        }
        more.forEach(
                (name, value) -> {
                    if (own.get(name) == null) {
                        all.add(name);
                        all.add(value);
                    }
                });
        return all.toArray(String[]::new);
    }
}

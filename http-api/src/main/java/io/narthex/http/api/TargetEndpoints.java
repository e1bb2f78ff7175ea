package io.narthex.http.api;

import io.narthex.http.TargetsView;
import io.narthex.http.TargetsView.ActiveTarget;
import io.narthex.http.TargetsView.DroppedTarget;
import io.narthex.http.TargetsView.TargetMetadata;
import io.narthex.http.json.JsonWriter;
import io.narthex.model.DurationText;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.MetricMetadata;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryException;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// `targets`, `scrape_pools`, `metadata` and `targets/metadata`.
///
/// Thread safety: safe for concurrent calls.
final class TargetEndpoints {
    private final Function<ApiRequest, TargetsView> views;

    /// @param views what a request may see
    TargetEndpoints(Function<ApiRequest, TargetsView> views) {
        this.views = views;
    }

    ApiResponse targets(ApiRequest request) throws ApiException {
        TargetsView view = views.apply(request);
        String state = request.urlParams().get("state").toLowerCase(Locale.ROOT);
        String pool = request.urlParams().get("scrapePool");
        boolean all = state.isEmpty() || state.equals("any");
        boolean showDropped = all || state.equals("dropped");
        List<ActiveTarget> active =
                all || state.equals("active")
                        ? view.active().stream().filter(t -> in(pool, t.scrapePool())).toList()
                        : List.of();
        List<DroppedTarget> dropped =
                showDropped
                        ? view.dropped().stream().filter(t -> in(pool, t.scrapePool())).toList()
                        : List.of();
        // Of all jobs, whichever is asked for, as in Prometheus.
        Map<String, Integer> counts = new TreeMap<>(view.droppedCounts());
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("activeTargets").beginArray();
                    for (ActiveTarget target : active) {
                        active(out, target);
                    }
                    out.endArray().name("droppedTargets").beginArray();
                    for (DroppedTarget target : dropped) {
                        dropped(out, target);
                    }
                    out.endArray().name("droppedTargetCounts");
                    counts(out, showDropped, counts);
                    out.endObject();
                });
    }

    ApiResponse pools(ApiRequest request) {
        TargetsView view = views.apply(request);
        Set<String> pools = new TreeSet<>(view.droppedCounts().keySet());
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("scrapePools").beginArray();
                    for (String pool : pools) {
                        out.value(pool);
                    }
                    out.endArray().endObject();
                });
    }

    ApiResponse metadata(ApiRequest request) throws ApiException {
        TargetsView view = views.apply(request);
        int limit = number(request, "limit");
        int perMetric = number(request, "limit_per_metric");
        String metric = request.param("metric");
        Map<String, Set<MetricMetadata>> byName = new TreeMap<>();
        for (TargetMetadata target : view.metadata(metric.isEmpty() ? null : metric)) {
            for (MetricMetadata m : target.metrics()) {
                byName.computeIfAbsent(m.name(), _ -> new LinkedHashSet<>()).add(m);
            }
        }
        return ApiResponse.of(
                out -> {
                    out.beginObject();
                    int shown = 0;
                    for (Map.Entry<String, Set<MetricMetadata>> e : byName.entrySet()) {
                        if (limit >= 0 && shown++ >= limit) {
                            break;
                        }
                        out.name(e.getKey()).beginArray();
                        metadata(out, e.getValue(), perMetric);
                        out.endArray();
                    }
                    out.endObject();
                });
    }

    ApiResponse byTarget(ApiRequest request) throws ApiException {
        TargetsView view = views.apply(request);
        int limit = number(request, "limit");
        String metric = request.param("metric");
        List<LabelMatcher> matchers = targetMatchers(request.param("match_target"));
        List<TargetMetadata> all =
                view.metadata(metric.isEmpty() ? null : metric).stream()
                        .filter(t -> LabelMatcher.matchesAll(matchers, t.target()))
                        .toList();
        return ApiResponse.of(
                out -> {
                    out.beginArray();
                    int shown = 0;
                    for (TargetMetadata target : all) {
                        // As in Prometheus, a target is shown with all it says or not at all.
                        if (limit >= 0 && shown >= limit) {
                            break;
                        }
                        for (MetricMetadata m : target.metrics()) {
                            byTarget(out, target.target(), m, metric.isEmpty());
                            shown++;
                        }
                    }
                    out.endArray();
                });
    }

    private static List<LabelMatcher> targetMatchers(String selector) throws ApiException {
        try {
            return selector.isEmpty() ? List.of() : QueryEngine.parseSelector(selector);
        } catch (QueryException e) {
            throw ApiException.invalidParameter("match_target", String.valueOf(e.getMessage()));
        }
    }

    private static void byTarget(JsonWriter out, Labels target, MetricMetadata m, boolean named)
            throws IOException {
        out.beginObject().name("target");
        ValueJson.labels(out, target);
        if (named && !m.name().isEmpty()) {
            out.name("metric").value(m.name());
        }
        out.name("type").value(m.type().text());
        out.name("help").value(m.help()).name("unit").value(m.unit()).endObject();
    }

    private static boolean in(String wanted, String pool) {
        return wanted.isEmpty() || wanted.equals(pool);
    }

    /// A number of any sign; -1 where it is absent.
    private static int number(ApiRequest request, String name) throws ApiException {
        String value = request.param(name);
        if (value.isEmpty()) {
            return -1;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw ApiException.badData(name + " must be a number");
        }
    }

    private static void active(JsonWriter out, ActiveTarget target) throws IOException {
        out.beginObject().name("discoveredLabels");
        ValueJson.labels(out, target.discoveredLabels());
        out.name("labels");
        ValueJson.labels(out, target.labels());
        Instant last = target.lastScrape();
        out.name("scrapePool")
                .value(target.scrapePool())
                .name("scrapeUrl")
                .value(target.scrapeUrl())
                .name("globalUrl")
                .value(target.globalUrl())
                .name("lastError")
                .value(target.lastError())
                .name("lastScrape")
                .value(last == null ? ApiTime.NEVER : ApiTime.format(last))
                .name("lastScrapeDuration")
                .value(target.lastScrapeDuration().toNanos() / 1e9)
                .name("health")
                .value(target.health())
                .name("scrapeInterval")
                .value(DurationText.format(target.scrapeInterval()))
                .name("scrapeTimeout")
                .value(DurationText.format(target.scrapeTimeout()))
                // Not in Prometheus: for pages and scripts, which need not take errors apart.
                .name("problem")
                .value(target.problem())
                .endObject();
    }

    private static void dropped(JsonWriter out, DroppedTarget target) throws IOException {
        out.beginObject().name("discoveredLabels");
        ValueJson.labels(out, target.discoveredLabels());
        out.name("scrapePool").value(target.scrapePool()).endObject();
    }

    private static void counts(JsonWriter out, boolean shown, Map<String, Integer> counts)
            throws IOException {
        if (!shown) {
            out.nullValue();
            return;
        }
        out.beginObject();
        for (Map.Entry<String, Integer> e : counts.entrySet()) {
            out.name(e.getKey()).value((long) e.getValue());
        }
        out.endObject();
    }

    private static void metadata(JsonWriter out, Set<MetricMetadata> all, int limit)
            throws IOException {
        int shown = 0;
        for (MetricMetadata m : all) {
            if (limit > 0 && shown++ >= limit) {
                break;
            }
            out.beginObject()
                    .name("type")
                    .value(m.type().text())
                    .name("unit")
                    .value(m.unit())
                    .name("help")
                    .value(m.help())
                    .endObject();
        }
    }
}

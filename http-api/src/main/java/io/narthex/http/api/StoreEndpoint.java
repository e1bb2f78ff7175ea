package io.narthex.http.api;

import io.narthex.http.StoreView;
import io.narthex.http.json.JsonWriter;

import java.io.IOException;
import java.util.List;

/// `status/tsdb`, with Prometheus' members and then two of our own, `status/tsdb/blocks`, and
/// `status/walreplay`.
///
/// Thread safety: safe for concurrent calls.
final class StoreEndpoint {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 10_000;

    private final StoreView view;

    StoreEndpoint(StoreView view) {
        this.view = view;
    }

    ApiResponse status(ApiRequest request) throws ApiException {
        StoreView.Status status = view.status(limit(request.param("limit")));
        return ApiResponse.of(out -> write(status, out));
    }

    /// The members of `meta.json`.
    ApiResponse blocks(ApiRequest unused) {
        List<StoreView.Block> blocks = view.blocks();
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("blocks").beginArray();
                    for (StoreView.Block block : blocks) {
                        BlockJson.write(block, out);
                    }
                    out.endArray().endObject();
                });
    }

    /// The log has been read before the first request can come.
    ApiResponse replay(ApiRequest unused) {
        return ApiResponse.of(
                out ->
                        out.beginObject()
                                .name("min")
                                .value(0)
                                .name("max")
                                .value(0)
                                .name("current")
                                .value(0)
                                .endObject());
    }

    private static int limit(String text) throws ApiException {
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        int limit;
        try {
            limit = Integer.parseInt(text);
        } catch (NumberFormatException _) {
            limit = 0;
        }
        if (limit < 1) {
            throw new ApiException(ErrorType.BAD_DATA, "limit must be a positive number");
        }
        if (limit > MAX_LIMIT) {
            throw new ApiException(ErrorType.BAD_DATA, "limit must not exceed " + MAX_LIMIT);
        }
        return limit;
    }

    private static void write(StoreView.Status s, JsonWriter out) throws IOException {
        out.beginObject()
                .name("headStats")
                .beginObject()
                .name("numSeries")
                .value(s.series())
                .name("numLabelPairs")
                .value(s.labelPairs())
                .name("chunkCount")
                .value(s.chunks())
                .name("minTime")
                .value(s.minTime())
                .name("maxTime")
                .value(s.maxTime())
                .endObject();
        list("seriesCountByMetricName", s.seriesByMetric(), out);
        list("labelValueCountByLabelName", s.valuesByLabel(), out);
        list("memoryInBytesByLabelName", s.bytesByLabel(), out);
        list("seriesCountByLabelValuePair", s.seriesByPair(), out);
        list("memoryInBytesByMetricName", s.bytesByMetric(), out);
        out.name("seriesChurnPerHour")
                .beginObject()
                .name("created")
                .value(s.seriesCreated())
                .name("removed")
                .value(s.seriesRemoved())
                .endObject()
                .endObject();
    }

    private static void list(String name, List<StoreView.Stat> stats, JsonWriter out)
            throws IOException {
        out.name(name).beginArray();
        for (StoreView.Stat stat : stats) {
            out.beginObject()
                    .name("name")
                    .value(stat.name())
                    .name("value")
                    .value(stat.value())
                    .endObject();
        }
        out.endArray();
    }
}

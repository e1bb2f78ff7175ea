package io.narthex.http.api;

import io.narthex.http.SloView;
import io.narthex.http.SloView.Between;
import io.narthex.http.json.JsonWriter;
import io.narthex.model.DurationText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// `slos`, `slos/NAME` and `slos/NAME/budget`.
///
/// Numbers are JSON numbers here, not strings: counts and shares are always finite.
///
/// Thread safety: safe for concurrent calls.
final class SloEndpoints {
    private final SloView view;
    private final InstantSource clock;

    SloEndpoints(SloView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    ApiResponse all(ApiRequest request) throws ApiException {
        List<SloView.Objective> objectives = view.objectives(request.time("time", clock.millis()));
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("slos").beginArray();
                    for (SloView.Objective objective : objectives) {
                        write(out, objective);
                    }
                    out.endArray().endObject();
                });
    }

    ApiResponse one(ApiRequest request) throws ApiException {
        String name = request.pathParam();
        SloView.Objective objective = view.objective(name, request.time("time", clock.millis()));
        if (objective == null) {
            throw unknown(name);
        }
        return ApiResponse.of(out -> write(out, objective));
    }

    ApiResponse budget(ApiRequest request) throws ApiException {
        String name = request.pathParam();
        long end = request.time("end", clock.millis());
        long start = request.time("start", end - Duration.ofDays(1).toMillis());
        if (end < start) {
            throw ApiException.badData("end timestamp must not be before start timestamp");
        }
        List<SloView.Budget> points = view.budget(name, start, end);
        if (points == null) {
            throw unknown(name);
        }
        return ApiResponse.of(
                out -> {
                    out.beginObject().name("name").value(name).name("points").beginArray();
                    for (SloView.Budget point : points) {
                        out.beginObject().name("time").timestamp(point.time());
                        out.name("total").value(point.total()).name("bad").value(point.bad());
                        out.name("left").value(point.left()).endObject();
                    }
                    out.endArray().endObject();
                });
    }

    private static ApiException unknown(String name) {
        return new ApiException(
                ErrorType.NOT_FOUND, "there is no SLO named " + ApiException.quote(name));
    }

    private static void write(JsonWriter out, SloView.Objective slo) throws IOException {
        out.beginObject().name("name").value(slo.name());
        out.name("objective").value(slo.objective());
        out.name("window").value(DurationText.format(slo.window()));
        out.name("labels");
        ValueJson.labels(out, slo.labels());
        out.name("indicator").beginObject();
        for (Map.Entry<String, String> part : slo.indicator().entrySet()) {
            out.name(part.getKey()).value(part.getValue());
        }
        out.endObject().name("time").timestamp(slo.time());
        time(out, "dataFrom", slo.dataFrom());
        out.name("coverage").value(slo.coverage());
        out.name("total").value(slo.total()).name("bad");
        between(out, slo.bad());
        out.name("attained");
        between(out, slo.attained());
        out.name("bounds");
        between(out, slo.bounds());
        budget(out, slo);
        burnRates(out, slo.burnRates());
        out.name("sentence").value(slo.sentence()).endObject();
    }

    private static void budget(JsonWriter out, SloView.Objective slo) throws IOException {
        double minutes = slo.allowedOutage().toMillis() / 60_000.0;
        out.name("budget").beginObject();
        out.name("events").value(slo.budget());
        out.name("eventsLeft").value(slo.budget() - slo.bad().atMost());
        out.name("minutes").value(minutes);
        out.name("minutesSpent").value(minutes * slo.spent());
        out.name("minutesLeft").value(minutes * (1 - slo.spent()));
        out.name("spent").value(slo.spent()).name("left").value(1 - slo.spent());
        time(out, "exhaustedAt", slo.exhaustedAt());
        out.endObject();
    }

    private static void burnRates(JsonWriter out, List<SloView.BurnRate> rates) throws IOException {
        out.name("burnRates").beginArray();
        for (SloView.BurnRate rate : rates) {
            out.beginObject().name("window").value(DurationText.format(rate.window()));
            number(out.name("rate"), rate.rate());
            out.name("total").value(rate.total()).name("bad").value(rate.bad()).endObject();
        }
        out.endArray();
    }

    private static void time(JsonWriter out, String name, @Nullable Long millis)
            throws IOException {
        out.name(name);
        if (millis == null) {
            out.nullValue();
        } else {
            out.timestamp(millis);
        }
    }

    /// A number, or both ends of what is known of it; infinity is no JSON number.
    private static void between(JsonWriter out, @Nullable Between value) throws IOException {
        if (value == null) {
            out.nullValue();
        } else if (value.atLeast() == value.atMost()) {
            number(out, value.atLeast());
        } else {
            out.beginArray();
            number(out, value.atLeast());
            number(out, value.atMost());
            out.endArray();
        }
    }

    private static void number(JsonWriter out, @Nullable Double value) throws IOException {
        if (value == null || !Double.isFinite(value)) {
            out.nullValue();
        } else {
            out.value(value);
        }
    }
}

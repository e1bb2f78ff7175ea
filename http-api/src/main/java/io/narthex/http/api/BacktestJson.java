package io.narthex.http.api;

import io.narthex.http.BacktestView.Alert;
import io.narthex.http.BacktestView.Episode;
import io.narthex.http.BacktestView.Report;
import io.narthex.http.BacktestView.Run;
import io.narthex.http.BacktestView.Series;
import io.narthex.http.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// A backtest in JSON: times as RFC 3339, durations in seconds.
///
/// Thread safety: stateless.
public final class BacktestJson {
    private BacktestJson() {}

    /// Writes a report as one value.
    public static void write(JsonWriter out, Report report) throws IOException {
        out.beginObject();
        time(out, "start", report.start());
        time(out, "end", report.end());
        out.name("alerts").beginArray();
        for (Alert alert : report.alerts()) {
            out.beginObject().name("file").value(alert.file());
            out.name("group").value(alert.group()).name("alert").value(alert.name());
            seconds(out, "interval", alert.interval());
            out.name("runs").beginArray();
            for (Run run : alert.runs()) {
                run(out, run);
            }
            out.endArray().endObject();
        }
        out.endArray().endObject();
    }

    private static void run(JsonWriter out, Run run) throws IOException {
        out.beginObject();
        seconds(out, "for", run.hold());
        Double threshold = run.threshold();
        out.name("threshold");
        if (threshold == null) {
            out.nullValue();
        } else {
            out.value(threshold);
        }
        out.name("query").value(run.query());
        out.name("evaluations").value(run.evaluations()).name("failures").value(run.failures());
        if (run.firstFailure() != null) {
            out.name("firstFailure").value(run.firstFailure());
        }
        out.name("episodes").value(run.episodes()).name("fired").value(run.fired());
        out.name("flaps").value(run.flaps());
        seconds(out, "firing", run.firing());
        out.name("series").beginArray();
        for (Series series : run.series()) {
            series(out, series);
        }
        out.endArray().endObject();
    }

    private static void series(JsonWriter out, Series series) throws IOException {
        out.beginObject().name("labels");
        ValueJson.labels(out, series.labels());
        out.name("flaps").value(series.flaps());
        seconds(out, "firing", series.firing());
        out.name("episodes").beginArray();
        for (Episode episode : series.episodes()) {
            out.beginObject();
            time(out, "begun", episode.begun());
            time(out, "firing", episode.firing());
            time(out, "resolved", episode.resolved());
            out.name("value").exponentValue(episode.value()).endObject();
        }
        out.endArray().endObject();
    }

    private static void time(JsonWriter out, String name, @Nullable Instant time)
            throws IOException {
        out.name(name);
        if (time == null) {
            out.nullValue();
        } else {
            out.value(ApiTime.format(time));
        }
    }

    private static void seconds(JsonWriter out, String name, Duration duration) throws IOException {
        out.name(name).value(duration.toMillis() / 1e3);
    }
}

package io.narthex.http;

import io.narthex.http.BacktestView.Alert;
import io.narthex.http.BacktestView.Episode;
import io.narthex.http.BacktestView.Report;
import io.narthex.http.BacktestView.Run;
import io.narthex.http.BacktestView.Series;
import io.narthex.http.api.BacktestJson;
import io.narthex.http.json.JsonWriter;
import io.narthex.model.DurationText;
import io.narthex.model.LabelsText;
import io.narthex.model.number.GoText;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A backtest as people read it: a table of the sweep for each alert, and the newest episodes of
/// its first place.
///
/// Thread safety: stateless.
public final class BacktestText {
    /// More lines than that nobody reads; the JSON has all.
    private static final int MOST_EPISODES = 20;

    private BacktestText() {}

    /// The text, with a line end at its end.
    public static String of(Report report) {
        StringBuilder out = new StringBuilder();
        out.append(time(report.start())).append(" to ").append(time(report.end())).append('\n');
        report.alerts().forEach(alert -> alert(out, alert, report.end()));
        return out.toString();
    }

    /// The same for programs, as the API answers it.
    public static String json(Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            JsonWriter json = new JsonWriter((bytes, n, _) -> out.write(bytes, 0, n));
            json.beginObject().name("status").value("success").name("data");
            BacktestJson.write(json, report);
            json.endObject().finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void alert(StringBuilder out, Alert alert, Instant end) {
        Run first = alert.runs().getFirst();
        out.append('\n').append(alert.name());
        out.append(" (group ").append(alert.group()).append(" of ").append(alert.file());
        out.append(", every ").append(text(alert.interval())).append(")\n");
        out.append("  ").append(first.query().replace("\n", "\n  ")).append("\n\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "for",
                        "threshold",
                        "episodes",
                        "fired",
                        "flaps",
                        "in firing",
                        "label sets",
                        "failed"));
        alert.runs().forEach(run -> rows.add(row(run)));
        table(out, rows);
        for (Run run : alert.runs()) {
            if (run.firstFailure() != null) {
                out.append("  the first failure: ").append(run.firstFailure()).append('\n');
                break;
            }
        }
        if (first.episodes() > 0) {
            out.append("\n  Episodes with for=").append(text(first.hold()));
            if (first.threshold() != null) {
                out.append(" and threshold ").append(GoText.plain(first.threshold()));
            }
            out.append(":\n");
            first.series().forEach(series -> series(out, series, end));
        }
    }

    private static List<String> row(Run run) {
        Double threshold = run.threshold();
        return List.of(
                text(run.hold()),
                threshold == null ? "-" : GoText.plain(threshold),
                String.valueOf(run.episodes()),
                String.valueOf(run.fired()),
                String.valueOf(run.flaps()),
                text(run.firing()),
                String.valueOf(run.series().size()),
                run.failures() + " of " + run.evaluations());
    }

    private static void table(StringBuilder out, List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c)).repeat(' ', widths[c] - row.get(c).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static void series(StringBuilder out, Series series, Instant end) {
        out.append("  ").append(LabelsText.braced(series.labels())).append('\n');
        List<Episode> episodes = series.episodes();
        int left = Math.max(0, episodes.size() - MOST_EPISODES);
        if (left > 0) {
            out.append("    ").append(left).append(" older ones, which --format=json shows\n");
        }
        for (Episode e : episodes.subList(left, episodes.size())) {
            Instant resolved = e.resolved();
            out.append("    ").append(time(e.begun()));
            out.append(resolved == null ? " until the end" : " to " + time(resolved));
            out.append(": ").append(story(e, resolved == null ? end : resolved)).append('\n');
        }
    }

    private static String story(Episode e, Instant end) {
        Instant firing = e.firing();
        if (firing == null) {
            return "pending for " + between(e.begun(), end);
        }
        String pending =
                firing.equals(e.begun()) ? "" : "pending for " + between(e.begun(), firing) + ", ";
        return pending + "firing for " + between(firing, end);
    }

    private static String between(Instant from, Instant to) {
        return text(Duration.between(from, to));
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// To the second where there are any.
    private static String text(Duration duration) {
        return DurationText.format(
                duration.toSeconds() == 0 ? duration : duration.truncatedTo(ChronoUnit.SECONDS));
    }
}

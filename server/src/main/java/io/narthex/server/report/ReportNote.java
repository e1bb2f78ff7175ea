package io.narthex.server.report;

import io.narthex.server.json.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What was noted about a time.
///
/// @param time epoch milliseconds
/// @param end epoch milliseconds; before `time` where there is none
///
/// Thread safety: immutable.
record ReportNote(long time, long end, String kind, String text) {
    /// Those of both ranges, alerts aside: they have a timeline of their own. Oldest first.
    static List<ReportNote> of(ReportServer server, ReportRange before, ReportRange during)
            throws ReportException, InterruptedException {
        Json answer =
                server.ask(
                        "annotations",
                        Map.of(
                                "start",
                                PanelReading.seconds(Math.min(before.from(), during.from())),
                                "end",
                                PanelReading.seconds(Math.max(before.to(), during.to()))));
        List<ReportNote> notes = new ArrayList<>();
        for (Json note : answer.at("annotations").items()) {
            long time = Instant.parse(note.at("time").text()).toEpochMilli();
            Json end = note.at("end");
            if (!note.at("kind").text().equals("alert")) {
                notes.add(
                        new ReportNote(
                                time,
                                end.isMissing()
                                        ? Long.MIN_VALUE
                                        : Instant.parse(end.text()).toEpochMilli(),
                                note.at("kind").text(),
                                note.at("text").text()));
            }
        }
        notes.sort(Comparator.comparingLong(ReportNote::time));
        return notes;
    }
}

package io.narthex.server.report;

import io.narthex.server.json.Json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What alerts went through, as bars over time.
///
/// @param alerts the changes of each, oldest first
/// @param whole from the begin of the first range to the end of the last
///
/// Thread safety: immutable.
record AlertTimeline(Map<String, List<Change>> alerts, ReportRange whole) {
    private static final int WIDTH = 640;
    private static final int LANE = 30;
    private static final int LEFT = 62;
    private static final int TOP = 18;

    /// An alert that goes from one state to another.
    record Change(long time, String from, String to) {}

    /// A change, and whose it is.
    record Seen(String alert, Change change) {}

    static AlertTimeline of(ReportServer server, ReportRange before, ReportRange during)
            throws ReportException, InterruptedException {
        ReportRange whole =
                new ReportRange(
                        Math.min(before.from(), during.from()), Math.max(before.to(), during.to()));
        // What is older tells in which state an alert was at the begin.
        Json answer = server.ask("alerts/history", Map.of("end", PanelReading.seconds(whole.to())));
        List<Json> newestFirst = new ArrayList<>(answer.at("changes").items());
        Collections.reverse(newestFirst);
        Map<String, List<Change>> alerts = new LinkedHashMap<>();
        for (Json change : newestFirst) {
            alerts.computeIfAbsent(name(change), _ -> new ArrayList<>())
                    .add(
                            new Change(
                                    Instant.parse(change.at("time").text()).toEpochMilli(),
                                    change.at("from").text(),
                                    change.at("to").text()));
        }
        alerts.values().removeIf(changes -> !isSeen(changes, whole));
        return new AlertTimeline(alerts, whole);
    }

    private static String name(Json change) {
        String labels =
                change.at("labels").members().entrySet().stream()
                        .filter(e -> !e.getKey().equals("alertname"))
                        .map(e -> e.getKey() + "=" + e.getValue().text())
                        .collect(Collectors.joining(", "));
        return change.at("rule").text() + (labels.isEmpty() ? "" : " (" + labels + ")");
    }

    private static boolean isSeen(List<Change> changes, ReportRange whole) {
        return changes.getLast().time() >= whole.from()
                || !changes.getLast().to().equals("inactive");
    }

    /// All changes within the whole time, oldest first.
    List<Seen> seen() {
        List<Seen> seen = new ArrayList<>();
        alerts.forEach(
                (alert, changes) -> {
                    for (Change change : changes) {
                        if (change.time() >= whole.from() && change.time() <= whole.to()) {
                            seen.add(new Seen(alert, change));
                        }
                    }
                });
        seen.sort(Comparator.comparingLong(s -> s.change().time()));
        return seen;
    }

    String draw(Numbers numbers, ReportRange before, ReportRange during) {
        int bottom = TOP + LANE * alerts.size();
        Svg svg = new Svg(WIDTH, bottom + 22, numbers.texts().own("alerts"));
        for (ReportRange range : List.of(before, during)) {
            String key = range.equals(before) ? "before" : "during";
            double x = x(range.from());
            svg.rectangle(
                    "half " + key,
                    x,
                    TOP,
                    x(range.to()) - x,
                    LANE * alerts.size(),
                    numbers.texts().own(key));
            svg.text("axis", x + 4, TOP - 5, "start", numbers.texts().own(key));
        }
        int lane = 0;
        for (Map.Entry<String, List<Change>> alert : alerts.entrySet()) {
            double y = TOP + LANE * lane++;
            lane(svg, y, alert.getValue(), numbers);
            svg.text("name", LEFT + 4, y + 11, "start", alert.getKey());
        }
        svg.text("axis", LEFT, bottom + 16, "start", numbers.clock(whole.from()));
        svg.text("axis", WIDTH, bottom + 16, "end", numbers.clock(whole.to()));
        return svg.finish();
    }

    private void lane(Svg svg, double y, List<Change> changes, Numbers numbers) {
        for (int i = 0; i < changes.size(); i++) {
            String state = changes.get(i).to();
            long from = Math.max(whole.from(), changes.get(i).time());
            long to = i + 1 < changes.size() ? changes.get(i + 1).time() : whole.to();
            if (state.equals("inactive") || to <= whole.from()) {
                continue;
            }
            String title =
                    numbers.texts().own("state." + state)
                            + " "
                            + numbers.clock(from)
                            + "–"
                            + numbers.clock(to);
            svg.rectangle(state, x(from), y + 15, Math.max(1, x(to) - x(from)), 10, title);
        }
    }

    private double x(long time) {
        return LEFT + (WIDTH - LEFT) * (double) (time - whole.from()) / whole.length().toMillis();
    }
}

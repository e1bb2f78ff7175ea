package io.narthex.server.cli;

import io.narthex.demo.Incident;
import io.narthex.demo.IncidentPlan;
import io.narthex.demo.IncidentWatch;
import io.narthex.demo.ScalingListener;
import io.narthex.http.Annotations.Wanted;
import io.narthex.http.DemoControl;
import io.narthex.server.annotations.AnnotationBook;

import java.util.Arrays;
import java.util.List;

/// The incidents of the demo: the API asks for them here, and they note themselves.
///
/// Thread safety: safe for concurrent calls.
final class DemoIncidents implements DemoControl {
    private final IncidentPlan plan;
    private final String window;

    /// @param window of the alerts, such as `5m`
    DemoIncidents(IncidentPlan plan, String window) {
        this.plan = plan;
        this.window = window;
    }

    @Override
    public State state() {
        return new State(
                window,
                Arrays.stream(Incident.Kind.values())
                        .map(kind -> new Kind(kind.word(), kind.syntax()))
                        .toList(),
                plan.active().stream().map(incident -> incident.kind().word()).toList());
    }

    @Override
    public String incident(String text) {
        Incident incident = Incident.parse(text);
        plan.add(incident);
        return incident.describe();
    }

    /// Notes when incidents begin and end, and when the number of workers changes.
    ///
    /// @param book where it is noted
    record Marks(AnnotationBook book) implements IncidentWatch.Listener, ScalingListener {
        private static final String INCIDENT = "incident";
        private static final String DEPLOYMENT = "deployment";

        @Override
        public void begun(long number, Incident incident) {
            if (incident.kind() == Incident.Kind.DEPLOY) {
                // What a deployment breaks, nobody notes: that is for the charts to show.
                note(DEPLOYMENT, "version " + version(number) + " is deployed", tags(number));
            } else {
                note(INCIDENT, incident.kind().word() + ": " + incident.effect(), tags(number));
            }
        }

        @Override
        public void ended(long number, Incident incident) {
            if (incident.kind() == Incident.Kind.DEPLOY) {
                note(
                        DEPLOYMENT,
                        "version " + version(number) + " is rolled back",
                        List.of("demo", "rollback"));
            } else {
                List<String> tags = tags(number);
                boolean _ =
                        book.end(
                                note -> note.kind().equals(INCIDENT) && note.tags().equals(tags),
                                System.currentTimeMillis());
            }
        }

        @Override
        public void scaled(int before, int now) {
            note("scaling", "workers %d → %d".formatted(before, now), List.of("demo"));
        }

        private void note(String kind, String text, List<String> tags) {
            long _ = book.add(new Wanted(null, null, kind, text, tags));
        }

        private static List<String> tags(long number) {
            return List.of("demo", "number=" + number);
        }

        /// Version 1 runs from the start.
        private static String version(long number) {
            return "1." + number;
        }
    }
}

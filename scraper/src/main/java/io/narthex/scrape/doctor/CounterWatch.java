package io.narthex.scrape.doctor;

import io.narthex.model.Labels;
import io.narthex.scrape.ScrapeProblem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Notices counters that jump back and forth from one request to the next, since another process
/// answers each.
///
/// Thread safety: for one thread.
final class CounterWatch {
    /// Counters of kernels go back a little at times, which is no other process.
    private static final double LEAST_DROP = 1;

    private static final double LEAST_SHARE = 0.005;

    private final Map<Labels, List<Double>> values = new HashMap<>();
    private final List<Double> starts = new ArrayList<>();

    void add(Exposition exposition) {
        starts.add(exposition.processStart());
        exposition
                .counters()
                .forEach(
                        (series, value) ->
                                values.computeIfAbsent(series, _ -> new ArrayList<>()).add(value));
    }

    /// Whether something changed that a process does not change while it runs; it may have been
    /// restarted just then.
    boolean isSuspicious() {
        return startChanges() > 0 || values.values().stream().anyMatch(v -> firstDrop(v) > 0);
    }

    @Nullable Finding finding() {
        for (Map.Entry<Labels, List<Double>> e : values.entrySet()) {
            if (goesBackAndForth(e.getValue())) {
                return Finding.error(
                        ScrapeProblem.SEVERAL_PROCESSES,
                        "the counter %s goes back and forth between requests: %s"
                                .formatted(e.getKey(), text(e.getValue())));
            }
        }
        return startChanges() > 1
                ? Finding.error(
                        ScrapeProblem.SEVERAL_PROCESSES,
                        "process_start_time_seconds changes from request to request: "
                                + text(starts))
                : null;
    }

    private int startChanges() {
        int changes = 0;
        for (int i = 1; i < starts.size(); i++) {
            double before = starts.get(i - 1);
            double now = starts.get(i);
            // Where one says none, nothing is known.
            changes += before < now || before > now ? 1 : 0;
        }
        return changes;
    }

    /// Whether the values fall and then get back to where they were: a process that was restarted
    /// begins anew, and stays there.
    private static boolean goesBackAndForth(List<Double> values) {
        int drop = firstDrop(values);
        if (drop == 0) {
            return false;
        }
        double before = values.get(drop - 1);
        return values.subList(drop, values.size()).stream().anyMatch(v -> v >= before);
    }

    /// The position of the first value that is less than the one before; 0 for none.
    private static int firstDrop(List<Double> values) {
        for (int i = 1; i < values.size(); i++) {
            double fallen = values.get(i - 1) - values.get(i);
            if (fallen >= LEAST_DROP && fallen >= LEAST_SHARE * values.get(i - 1)) {
                return i;
            }
        }
        return 0;
    }

    private static String text(List<Double> values) {
        return values.stream()
                .map(v -> v == Math.rint(v) ? String.valueOf(v.longValue()) : String.valueOf(v))
                .collect(Collectors.joining(", "));
    }
}

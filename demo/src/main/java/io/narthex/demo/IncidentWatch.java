package io.narthex.demo;

import io.narthex.demo.IncidentPlan.Planned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells when incidents begin and end.
///
/// Thread safety: safe for concurrent calls.
public final class IncidentWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// Hears of incidents, on one thread.
    public interface Listener {
        /// One begins.
        ///
        /// @param number of the incident in its plan
        void begun(long number, Incident incident);

        /// One is over.
        void ended(long number, Incident incident);
    }

    private final Ticker ticker;

    private IncidentWatch(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Begins to watch.
    public static IncidentWatch start(IncidentPlan plan, Listener listener) {
        Rounds rounds = new Rounds(plan, listener);
        return new IncidentWatch(Ticker.start("incident-watch", PAUSE, rounds::look));
    }

    @Override
    public void close() {
        ticker.close();
    }

    /// What was told already.
    ///
    /// Thread safety: for one thread.
    static final class Rounds {
        private final IncidentPlan plan;
        private final Listener listener;

        /// Numbers of those whose begin was told, as long as the plan has them.
        private final Set<Long> told = new HashSet<>();

        private final Map<Long, Planned> goingOn = new HashMap<>();

        Rounds(IncidentPlan plan, Listener listener) {
            this.plan = plan;
            this.listener = listener;
        }

        /// Tells what has changed since the last time.
        void look() {
            long now = plan.now();
            List<Planned> planned = plan.planned();
            told.retainAll(planned.stream().map(Planned::number).collect(Collectors.toSet()));
            for (Planned p : planned) {
                if (p.hasBegun(now) && told.add(p.number())) {
                    goingOn.put(p.number(), p);
                    listener.begun(p.number(), p.incident());
                }
            }
            for (Planned p : new ArrayList<>(goingOn.values())) {
                if (p.isOver(now)) {
                    goingOn.remove(p.number());
                    listener.ended(p.number(), p.incident());
                }
            }
        }
    }
}

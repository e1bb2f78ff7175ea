package io.narthex.demo;

import io.narthex.demo.Incident.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/// What goes wrong when. Incidents may overlap, and more may be added while others go on.
///
/// Thread safety: safe for concurrent calls.
public final class IncidentPlan {
    /// More at a time would be no scenario any more.
    private static final int MOST = 20;

    private final LongSupplier nanoTime;

    /// Replaced as a whole, under the lock of `this`.
    private volatile List<Planned> planned = List.of();

    private long number;

    private IncidentPlan(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// A plan that starts now.
    ///
    /// @throws IllegalArgumentException if there are too many
    public static IncidentPlan of(List<Incident> incidents) {
        return of(incidents, System::nanoTime);
    }

    /// A plan that starts now, by a clock.
    ///
    /// @param nanoTime nanoseconds since whenever
    /// @throws IllegalArgumentException if there are too many
    public static IncidentPlan of(List<Incident> incidents, LongSupplier nanoTime) {
        IncidentPlan plan = new IncidentPlan(nanoTime);
        incidents.forEach(plan::add);
        return plan;
    }

    /// An incident of a plan.
    ///
    /// @param number counted from 1
    /// @param begin when it begins, by the plan's clock
    record Planned(long number, Incident incident, long begin) {
        boolean hasBegun(long now) {
            return now - begin >= 0;
        }

        boolean isOver(long now) {
            return now - begin >= incident.length().toNanos();
        }

        boolean isActive(long now) {
            return hasBegun(now) && !isOver(now);
        }
    }

    /// Adds an incident, whose start counts from now.
    ///
    /// @throws IllegalArgumentException if too many are planned or going on
    public synchronized void add(Incident incident) {
        long now = nanoTime.getAsLong();
        List<Planned> all = new ArrayList<>(planned);
        all.removeIf(p -> p.isOver(now));
        if (all.size() == MOST) {
            throw new IllegalArgumentException(
                    "there are %d incidents already; wait until one is over".formatted(MOST));
        }
        all.add(new Planned(++number, incident, now + incident.start().toNanos()));
        planned = List.copyOf(all);
    }

    /// Those that go on or are to come; some that are over may be there too.
    List<Planned> planned() {
        return planned;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /// Those that go on.
    public List<Incident> active() {
        long now = now();
        return planned.stream().filter(p -> p.isActive(now)).map(Planned::incident).toList();
    }

    /// Whether a request is one of those that fail; asked once for each.
    boolean fails(String method) {
        for (Incident incident : active()) {
            boolean meant =
                    incident.kind() == Kind.ERRORS
                            || incident.kind() == Kind.DEPLOY && method.equals("GET");
            if (meant && strikes(incident)) {
                return true;
            }
        }
        return false;
    }

    /// By how much a request is answered later; asked once for each.
    Duration delay() {
        Duration sum = Duration.ZERO;
        for (Incident incident : active()) {
            if (incident.kind() == Kind.LATENCY && strikes(incident)) {
                sum = sum.plus(incident.delay());
            }
        }
        return sum;
    }

    private static boolean strikes(Incident incident) {
        return ThreadLocalRandom.current().nextDouble() < incident.share();
    }

    /// By how much the load is multiplied.
    double loadFactor() {
        double product = 1;
        for (Incident incident : active()) {
            product *= incident.kind() == Kind.LOAD ? incident.factor() : 1;
        }
        return product;
    }

    /// Whether nothing is to listen at the application's port.
    boolean isDown() {
        return active().stream().anyMatch(incident -> incident.kind() == Kind.DOWN);
    }
}

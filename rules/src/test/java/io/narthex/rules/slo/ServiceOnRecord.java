package io.narthex.rules.slo;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.ListStore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service of several instances, whose every request is on record, scraped into a store.
///
/// A counter is there from its first event on. What an instance has counted since its last scrape
/// is lost when it restarts, as in life, and so is not on record.
final class ServiceOnRecord {
    static final String JOB = "shop";

    private final ListStore store = new ListStore();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();

    /// Requests that a scrape has shown.
    ///
    /// @param time of that scrape
    record Seen(long time, long total, long bad) {}

    ServiceOnRecord(int count, long start) {
        for (int i = 0; i < count; i++) {
            instances.add(new Instance("app-" + i + ":80", start));
        }
    }

    ListStore store() {
        return store;
    }

    int size() {
        return instances.size();
    }

    void requests(int instance, String status, int n) {
        instances.get(instance).request(status, n);
    }

    /// The process dies after its last scrape, and another begins.
    void restart(int instance, long now) {
        instances.get(instance).restart(now);
    }

    /// A scrape that reaches the instance.
    void scrape(int instance, long now) {
        instances.get(instance).scrape(now);
    }

    /// A scrape that does not.
    void failScrape(int instance, long now) {
        instances.get(instance).fail(now);
    }

    /// The requests shown by scrapes within a span.
    ///
    /// @param from exclusive
    /// @param to inclusive
    Events counted(long from, long to) {
        long total = 0;
        long bad = 0;
        for (Seen some : seen) {
            if (some.time > from && some.time <= to) {
                total += some.total;
                bad += some.bad;
            }
        }
        return new Events(total, bad, bad, Events.NEVER);
    }

    private final class Instance {
        private final String name;
        private final Map<String, Integer> counters = new HashMap<>();
        private final Map<String, Integer> fresh = new HashMap<>();
        private long start;
        private boolean known;

        Instance(String name, long start) {
            this.name = name;
            this.start = start;
        }

        void request(String status, int n) {
            counters.merge(status, n, Integer::sum);
            fresh.merge(status, n, Integer::sum);
        }

        void restart(long now) {
            counters.clear();
            fresh.clear();
            start = now;
        }

        void scrape(long now) {
            try (Appender out = store.appender()) {
                append(out, "up", now, 1);
                append(out, "process_start_time_seconds", now, start / 1000.0);
                counters.forEach(
                        (status, n) -> out.append(out.resolve(requestSeries(status)), now, n));
                out.commit();
            }
            // What happened before the very first scrape is nobody's knowledge.
            if (known) {
                long total = fresh.values().stream().mapToInt(n -> n).sum();
                seen.add(new Seen(now, total, fresh.getOrDefault("500", 0)));
            }
            known = true;
            fresh.clear();
        }

        void fail(long now) {
            try (Appender out = store.appender()) {
                append(out, "up", now, 0);
                for (String status : counters.keySet()) {
                    out.append(out.resolve(requestSeries(status)), now, StaleNaN.VALUE);
                }
                out.commit();
            }
        }

        private Labels requestSeries(String status) {
            return Labels.of(
                    "__name__", "requests_total", "job", JOB, "instance", name, "code", status);
        }

        private void append(Appender out, String metric, long now, double value) {
            long ref = out.resolve(Labels.of("__name__", metric, "job", JOB, "instance", name));
            out.append(ref, now, value);
        }
    }
}

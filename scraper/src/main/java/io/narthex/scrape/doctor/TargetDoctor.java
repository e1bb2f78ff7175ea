package io.narthex.scrape.doctor;

import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.http.RequestTrace;
import io.narthex.scrape.http.ScrapeClient;
import io.narthex.scrape.loop.LoopTarget;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Examines targets: asks one as its job says, and a few times more where it answers well.
///
/// Thread safety: safe for concurrent calls.
public final class TargetDoctor {
    /// Examinations at once; each may ask ten times and hold an answer in memory.
    private static final int PLACES = 2;

    /// Enough for two processes that answer in turn, or almost always by chance.
    private static final int VISITS = 5;

    /// Where something changed, but perhaps only because the service was restarted just then.
    private static final int MOST_VISITS = 10;

    /// Beside the first request, which takes its timeout at most.
    private static final long MOST_NANOS = Duration.ofSeconds(10).toNanos();

    /// Beyond this share of its timeout a scrape fails on the next bad day.
    private static final double SLOW = 0.5;

    private final Semaphore places = new Semaphore(PLACES);
    private final ScrapeClient client;
    private final InstantSource clock;

    /// @param client connects to targets
    public TargetDoctor(ScrapeClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /// Examines a target. Takes the target's timeout at most, and a few seconds more where it
    /// answers.
    ///
    /// @throws DiagnosisException if others are being examined
    public Diagnosis examine(LoopTarget patient) throws DiagnosisException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new DiagnosisException(
                    DiagnosisException.Reason.BUSY,
                    "other targets are being examined; try again in a moment");
        }
        try {
            return examineNow(patient);
        } finally {
            places.release();
        }
    }

    private Diagnosis examineNow(LoopTarget patient) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        if (!patient.forced().isNone()) {
            findings.add(Finding.error(patient.forced(), patient.forced().hint()));
        }
        Visit first = Visit.pay(patient, client, clock);
        int visits = 1;
        Exposition read = first.exposition();
        if (read == null) {
            findings.add(new Advice(patient, first.trace()).finding(first.error()));
        } else {
            findings.addAll(LimitCheck.check(patient.config().limits(), read, first.bytes()));
            repeats(read, findings);
            add(findings, read.labelValues().finding());
            findings.addAll(
                    ClockCheck.check(date(first.trace()), first.asked(), first.answered(), read));
            slow(patient, first.trace(), findings);
            visits += again(patient, read, findings);
        }
        findings.sort(Comparator.comparing(Finding::severity));
        return diagnosis(patient, first, visits, findings);
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private static void repeats(Exposition read, List<Finding> findings) {
        if (read.repeated() > 0) {
            findings.add(
                    Finding.warning(
                            ScrapeProblem.DUPLICATE_SERIES,
                            "%d samples repeat a series of the same answer, such as %s; only the first of each is stored"
                                    .formatted(read.repeated(), read.repeatedSeries())));
        }
    }

    private static @Nullable String date(RequestTrace trace) {
        RequestTrace.Reply reply = trace.reply();
        return reply == null ? null : reply.headers().get("Date");
    }

    private static void slow(LoopTarget patient, RequestTrace trace, List<Finding> findings) {
        Map<RequestTrace.Stage, Duration> times = trace.times();
        Duration all = times.values().stream().reduce(Duration.ZERO, Duration::plus);
        Duration timeout = patient.target().timeout();
        if (all.toNanos() < SLOW * timeout.toNanos()) {
            return;
        }
        Map.Entry<RequestTrace.Stage, Duration> longest =
                times.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        findings.add(
                Finding.warning(
                        ScrapeProblem.SLOW,
                        "the answer took %.1f s of the %.1f s that scrape_timeout allows; %.1f s of it went into %s"
                                .formatted(
                                        all.toMillis() / 1e3,
                                        timeout.toMillis() / 1e3,
                                        longest.getValue().toMillis() / 1e3,
                                        name(longest.getKey()))));
    }

    private static String name(RequestTrace.Stage stage) {
        return switch (stage) {
            case LOOKUP -> "looking the name up";
            case CONNECT -> "connecting";
            case TLS -> "agreeing on TLS";
            case WAIT -> "waiting for the answer to begin";
            case BODY -> "reading the body";
            case DONE -> stage.name().toLowerCase(Locale.ROOT);
        };
    }

    /// Asks a few times more, over new connections, as other processes may answer those.
    ///
    /// @return how often
    private int again(LoopTarget patient, Exposition first, List<Finding> findings)
            throws InterruptedException {
        CounterWatch watch = new CounterWatch();
        watch.add(first);
        long start = System.nanoTime();
        int visits = 1;
        while (visits < (watch.isSuspicious() ? MOST_VISITS : VISITS)) {
            long spent = System.nanoTime() - start;
            if (spent + spent / visits > MOST_NANOS) {
                break;
            }
            Visit next = Visit.pay(patient, client, clock);
            visits++;
            if (next.exposition() == null) {
                findings.add(sometimes(patient, next, visits));
                break;
            }
            watch.add(next.exposition());
        }
        add(findings, watch.finding());
        return visits - 1;
    }

    private static Finding sometimes(LoopTarget patient, Visit failed, int visit) {
        Finding found = new Advice(patient, failed.trace()).finding(failed.error());
        return Finding.warning(
                found.problem(),
                "request %d of this examination failed, those before did not: %s"
                        .formatted(visit, found.text()),
                found.remedy());
    }

    private static Diagnosis diagnosis(
            LoopTarget patient, Visit first, int visits, List<Finding> findings) {
        RequestTrace.Reply reply = first.trace().reply();
        Exposition read = first.exposition();
        Map<String, Duration> times = new LinkedHashMap<>();
        first.trace()
                .times()
                .forEach((stage, time) -> times.put(stage.name().toLowerCase(Locale.ROOT), time));
        return new Diagnosis(
                patient.config().jobName(),
                patient.target().labels(),
                patient.target().url().toString(),
                patient.target().url().getRawAuthority(),
                reply == null
                        ? null
                        : new Diagnosis.Answer(
                                reply.status(),
                                reply.headers().get("Content-Type", ""),
                                reply.headers().get("Content-Encoding", ""),
                                reply.bytes(),
                                reply.url().toString()),
                times,
                read == null ? 0 : read.samples(),
                visits,
                findings);
    }
}

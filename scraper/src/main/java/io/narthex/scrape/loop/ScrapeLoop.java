package io.narthex.scrape.loop;

import io.narthex.client.ClientSession;
import io.narthex.model.Appender;
import io.narthex.model.MetricMetadata;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.StartTimestamps;
import io.narthex.scrape.TargetHealth;
import io.narthex.scrape.http.FetchException;
import io.narthex.scrape.http.ScrapeRequest;
import io.narthex.scrape.http.ScrapeResponse;
import io.narthex.scrape.http.TargetConnection;
import io.narthex.scrape.loop.StopSignal.Phase;
import io.narthex.scrape.targets.Target;
import io.narthex.scrape.text.ExpositionException;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scrapes one target until it is stopped.
///
/// Thread safety: [#stop], [#state] and [#metadata] may be called from any thread; the rest belongs
/// to the loop's own.
final class ScrapeLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeLoop.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Target target;
    private final ScrapeConfig config;
    private final ClientSession session;
    private final LoopContext context;
    private final ScrapeRequest request;
    private final MetadataCache metadata = new MetadataCache();
    private final StartSamples starts;
    private final BodyAppender body;
    private final ReportSeries reports;
    private final Ticker ticker;
    private final Thread thread;
    private final StopSignal signal = new StopSignal();
    private volatile TargetState state = TargetState.NEW;
    private volatile boolean marksAtEnd;

    /// Why scrapes fail without the target being asked, if they do.
    private volatile ScrapeError forcedError = ScrapeError.NONE;

    /// @param session shared by the targets of the job
    /// @param offset in nanoseconds, spreads the targets over the interval
    ScrapeLoop(
            Target target,
            ScrapeConfig config,
            ClientSession session,
            LoopContext context,
            long offset) {
        this.target = target;
        this.config = config;
        this.session = session;
        this.context = context;
        this.request = request();
        this.starts = new StartSamples(context.storage(), context.options().starts());
        this.body =
                new BodyAppender(
                        config,
                        target.histograms(),
                        starts,
                        new SeriesLabels(target.labels(), config),
                        new ScrapeCache(),
                        metadata,
                        context.counters());
        this.reports =
                new ReportSeries(
                        target.labels(), config, target.timeout().toNanos() / NANOS_PER_SECOND);
        this.ticker = new Ticker(context.options().clock(), target.interval(), offset);
        this.thread = Thread.ofVirtual().name("scrape " + target.url()).unstarted(this);
    }

    private ScrapeRequest request() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", Formats.accept(config.protocols(), config.names().escaping()));
        headers.put("Accept-Encoding", config.enableCompression() ? "gzip" : "identity");
        headers.put("User-Agent", context.options().userAgent());
        headers.put("X-Prometheus-Scrape-Timeout-Seconds", seconds(target.timeout()));
        long limit = context.options().maxBodyBytes();
        long own = config.limits().bodySize();
        long bytes = own == 0 ? limit : Math.min(own, limit);
        return new ScrapeRequest(
                target.url(),
                headers,
                config.http().followRedirects(),
                (int) Math.min(bytes, Integer.MAX_VALUE - 8),
                target.timeout());
    }

    /// Such as `10` or `0.5`.
    private static String seconds(Duration duration) {
        double seconds = duration.toNanos() / NANOS_PER_SECOND;
        return seconds == Math.rint(seconds)
                ? String.valueOf((long) seconds)
                : String.valueOf(seconds);
    }

    void start() {
        thread.start();
    }

    /// Lets all scrapes fail from now on, or go on.
    ///
    /// @param error why they fail, or none to let them go on
    void forceError(ScrapeError error) {
        forcedError = error;
    }

    /// Whether the loop was started and has ended.
    boolean isOver() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /// Ends the loop.
    ///
    /// @param marks whether a scrape under way is finished, and the series get stale markers some
    ///     intervals later; without, a scrape is cut short unless it is being stored, and a second
    ///     call gives the markers up
    void stop(boolean marks) {
        marksAtEnd = marks;
        signal.stop(thread, !marks);
    }

    /// Waits for the end of the loop.
    void join(Duration limit) throws InterruptedException {
        boolean _ = thread.join(limit);
    }

    Target target() {
        return target;
    }

    LoopTarget loopTarget() {
        return new LoopTarget(target, config, session, request, forcedError);
    }

    TargetState state() {
        return state;
    }

    List<MetricMetadata> metadata(@Nullable String metric) {
        return metadata.metadata(metric);
    }

    @Override
    public void run() {
        try (TargetConnection connection = context.client().connection(session)) {
            while (true) {
                signal.enter(Phase.WAITING);
                long time = ticker.next();
                signal.enter(Phase.ASKING);
                scrape(connection, time);
            }
        } catch (InterruptedException _) {
            end(); // stopped
        }
    }

    private void scrape(TargetConnection connection, long time) throws InterruptedException {
        Instant begun = context.options().clock().instant();
        long start = System.nanoTime();
        ScrapeError error;
        try {
            error = fetchAndStore(connection, time, start);
        } catch (RuntimeException | OutOfMemoryError e) {
            // Whatever went wrong with this scrape, the next one may go well.
            LOG.error("scrape of {} failed unexpectedly", target.url(), e);
            error = new ScrapeError(ScrapeProblem.OTHER, String.valueOf(e));
        } finally {
            connection.release();
        }
        context.counters().scraped(error.isNone());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        TargetHealth health = error.isNone() ? TargetHealth.UP : TargetHealth.DOWN;
        if (!error.isNone() && state.health() != TargetHealth.DOWN) {
            LOG.warn("scrape of {} failed: {}", target.url(), error.text());
        }
        Path log = config.failureLog();
        if (!error.isNone() && log != null) {
            FailureLog.add(log, begun, config.jobName(), target.url().toString(), error);
        }
        state = new TargetState(health, begun, took, error);
    }

    /// @return why the scrape failed, if it did
    private ScrapeError fetchAndStore(TargetConnection connection, long time, long start)
            throws InterruptedException {
        body.reset();
        ScrapeError error = forcedError;
        if (!error.isNone()) {
            signal.enter(Phase.STORING);
            storeFailure(time, start, 0);
            return error;
        }
        int bodyBytes = 0;
        ScrapeResponse response = null;
        try {
            response = connection.get(request);
            bodyBytes = response.length();
        } catch (FetchException e) {
            error = e.error();
            if (error.problem() == ScrapeProblem.TOO_LARGE) {
                context.counters().bodySizeLimitExceeded();
                bodyBytes = -1;
            }
        }
        signal.enter(Phase.STORING);
        if (response != null) {
            error = store(response, time, start);
        }
        if (!error.isNone()) {
            storeFailure(time, start, bodyBytes);
        }
        return error;
    }

    /// Commits the samples of a body with the reports.
    ///
    /// @return why nothing was stored, if nothing was
    private ScrapeError store(ScrapeResponse response, long time, long start) {
        try (Appender appender = context.storage().appender();
                StartSamples zeros = starts) {
            if (response.length() > 0) {
                body.append(parser(response), appender, time);
            } else {
                body.appendNothing(appender, time);
            }
            reports.append(appender, time, true, since(start), body, response.length());
            zeros.commit();
            context.counters().committed(appender.commit());
            return ScrapeError.NONE;
        } catch (ScrapeFailure e) {
            if (e.isSampleLimit()) {
                context.counters().sampleLimitExceeded();
            }
            if (e.isBucketLimit()) {
                context.counters().bucketLimitExceeded();
            }
            return e.error();
        } catch (ExpositionException e) {
            return Formats.unreadable(response, String.valueOf(e.getMessage()));
        }
    }

    private ExpositionParser parser(ScrapeResponse response) {
        ExpositionParser parser =
                ExpositionParser.of(
                        Formats.of(response.contentType(), config.fallbackProtocol()),
                        response.body(),
                        response.length(),
                        target.histograms());
        if (!context.options().starts().equals(StartTimestamps.NONE)) {
            parser.withStartTimestamps();
        }
        return context.options().typeAndUnitLabels() ? parser.withTypeAndUnitLabels() : parser;
    }

    private void storeFailure(long time, long start, int bodyBytes) {
        try (Appender appender = context.storage().appender()) {
            body.appendNothing(appender, time);
            reports.append(appender, time, false, since(start), body, bodyBytes);
            context.counters().committed(appender.commit());
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    /// Where the target is gone for good, marks its series, once it would have been scraped again.
    private void end() {
        if (!marksAtEnd) {
            return;
        }
        try {
            signal.enter(Phase.WAITING);
            long time = ticker.awaitEnd();
            signal.enter(Phase.STORING);
            try (Appender appender = context.storage().appender()) {
                body.appendNothing(appender, time);
                reports.appendStale(appender, time);
                context.counters().marked(appender.commit());
            }
        } catch (InterruptedException _) {
            LOG.debug("{} ends without stale markers", target.url());
        }
    }
}

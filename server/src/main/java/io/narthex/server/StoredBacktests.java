package io.narthex.server;

import io.narthex.http.BacktestView;
import io.narthex.model.Queryable;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.backtest.Backtest;
import io.narthex.rules.backtest.BacktestException;
import io.narthex.rules.backtest.BacktestLimits;
import io.narthex.rules.backtest.BacktestReport;
import io.narthex.rules.backtest.BacktestReport.AlertReport;
import io.narthex.rules.backtest.BacktestRequest;
import io.narthex.rules.file.RuleFile;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Backtests over the store, a few at a time.
///
/// Thread safety: safe for concurrent calls.
public final class StoredBacktests implements BacktestView {
    /// Each may take memory, and its queries compete with everybody else's.
    private static final int AT_ONCE = 2;

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final QueryEngine engine;
    private final Queryable store;
    private final RuleFileReader reader;
    private final Supplier<List<RuleFile>> loaded;
    private final Supplier<Defaults> defaults;
    private final String externalUrl;

    /// @param reader of rules that come with a request
    /// @param loaded the rules that are meant where none come with it
    /// @param defaults for groups that don't say otherwise
    /// @param externalUrl for templates
    public StoredBacktests(
            QueryEngine engine,
            Queryable store,
            RuleFileReader reader,
            Supplier<List<RuleFile>> loaded,
            Supplier<Defaults> defaults,
            String externalUrl) {
        this.engine = engine;
        this.store = store;
        this.reader = reader;
        this.loaded = loaded;
        this.defaults = defaults;
        this.externalUrl = externalUrl;
    }

    @Override
    public Job prepare(Request request) {
        String rules = request.rules();
        List<RuleFile> files;
        try {
            files = rules == null ? loaded.get() : List.of(reader.parse(request.file(), rules));
        } catch (RuleFileException e) {
            throw new Failure(Failure.Kind.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        BacktestRequest asked =
                new BacktestRequest(
                        files,
                        request.groups(),
                        request.alerts(),
                        request.start(),
                        request.end(),
                        request.holds(),
                        request.thresholds());
        Backtest backtest =
                new Backtest(
                        engine,
                        store,
                        defaults.get(),
                        externalUrl,
                        BacktestLimits.of(Runtime.getRuntime().maxMemory()));
        return new Prepared(backtest, asked);
    }

    private final class Prepared implements Job {
        private final Backtest backtest;
        private final BacktestRequest request;

        Prepared(Backtest backtest, BacktestRequest request) {
            this.backtest = backtest;
            this.request = request;
        }

        @Override
        public Report run() {
            if (!places.tryAcquire()) {
                throw new Failure(
                        Failure.Kind.BUSY,
                        AT_ONCE + " backtests run already; try again when one of them is over");
            }
            try {
                return shown(onOwnThread());
            } catch (BacktestException e) {
                throw new Failure(kind(e.kind()), String.valueOf(e.getMessage()));
            } finally {
                places.release();
            }
        }

        /// Requests are on virtual threads, which are for waiting, not for work.
        private BacktestReport onOwnThread() {
            FutureTask<BacktestReport> task = new FutureTask<>(() -> backtest.run(request));
            Thread.ofPlatform().daemon().name("backtest").start(task);
            try {
                return task.get();
            } catch (InterruptedException _) {
                backtest.cancel();
                Thread.currentThread().interrupt();
                throw new BacktestException(
                        BacktestException.Kind.CANCELED, "the server is stopping");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException own) {
                    throw own;
                }
                throw new IllegalStateException("the backtest failed: " + e.getCause(), e);
            }
        }

        @Override
        public void cancel() {
            backtest.cancel();
        }
    }

    private static Failure.Kind kind(BacktestException.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST -> Failure.Kind.BAD_REQUEST;
            case LIMIT -> Failure.Kind.LIMIT;
            case CANCELED -> Failure.Kind.CANCELED;
            case TIMEOUT -> Failure.Kind.TIMEOUT;
            case STORAGE -> Failure.Kind.STORAGE;
        };
    }

    private static Report shown(BacktestReport report) {
        return new Report(
                Instant.ofEpochMilli(report.start()),
                Instant.ofEpochMilli(report.end()),
                report.alerts().stream().map(StoredBacktests::shown).toList());
    }

    private static Alert shown(AlertReport alert) {
        return new Alert(
                alert.file(),
                alert.group(),
                alert.alert(),
                alert.interval(),
                alert.runs().stream().map(StoredBacktests::shown).toList());
    }

    private static Run shown(BacktestReport.Run run) {
        return new Run(
                run.hold(),
                run.threshold(),
                run.query(),
                run.evaluations(),
                run.failures(),
                run.firstFailure(),
                run.episodes(),
                run.fired(),
                run.flaps(),
                run.firing(),
                run.series().stream().map(StoredBacktests::shown).toList());
    }

    private static Series shown(BacktestReport.Series series) {
        return new Series(
                series.labels(),
                series.flaps(),
                series.firing(),
                series.episodes().stream()
                        .map(
                                e ->
                                        new Episode(
                                                Instant.ofEpochMilli(e.begun()),
                                                instant(e.firing()),
                                                instant(e.resolved()),
                                                e.value()))
                        .toList());
    }

    private static @Nullable Instant instant(@Nullable Long time) {
        return time == null ? null : Instant.ofEpochMilli(time);
    }
}

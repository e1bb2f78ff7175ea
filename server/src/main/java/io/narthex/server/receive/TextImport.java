package io.narthex.server.receive;

import io.narthex.http.BodyHandler;
import io.narthex.model.AppendStatus;
import io.narthex.model.Appendable;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.remote.RejectionText;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionException;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Takes expositions that batch jobs push, as VictoriaMetrics does at `/api/v1/import/prometheus`:
/// Prometheus' text format, or OpenMetrics where `Content-Type` says so.
///
/// A body is one batch. One that is no exposition changes nothing, and the answer names the line.
/// Samples that the store refuses are named by their lines too, and the others stored.
///
/// Thread safety: safe for concurrent calls.
public final class TextImport implements BodyHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TextImport.class);
    private static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private final Appendable storage;
    private final InstantSource clock;
    private final int maxDecodedBytes;
    private final boolean typeAndUnitLabels;

    /// A body has far more memory as a batch than as text, so only a few are handled at once.
    private final Semaphore permits =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    /// Creates an import.
    ///
    /// @param clock the time of samples without one
    /// @param maxDecodedBytes largest body after decompression
    /// @param typeAndUnitLabels whether the metadata's type and unit become labels
    public TextImport(
            Appendable storage,
            InstantSource clock,
            int maxDecodedBytes,
            boolean typeAndUnitLabels) {
        this.storage = storage;
        this.clock = clock;
        this.maxDecodedBytes = maxDecodedBytes;
        this.typeAndUnitLabels = typeAndUnitLabels;
    }

    /// Handles one body: 204 where all of it is stored, 400 where something is wrong with it, 413
    /// or 415 where it is too large or compressed in a way that is not known, 500 where the store
    /// failed.
    @Override
    public Reply handle(Head head, byte[] body) {
        permits.acquireUninterruptibly();
        try {
            ImportParameters parameters = ImportParameters.of(head, clock.millis());
            byte[] text = GzipBody.decode(head.header("Content-Encoding"), body, maxDecodedBytes);
            ExpositionParser parser =
                    ExpositionParser.of(format(head.header("Content-Type")), text, text.length);
            if (typeAndUnitLabels) {
                parser.withTypeAndUnitLabels();
            }
            return store(parser, parameters);
        } catch (BadBodyException e) {
            return reply(e.status(), String.valueOf(e.getMessage()));
        } catch (ExpositionException e) {
            return reply(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("storing imported samples failed", e);
            return reply(500, "the store failed: " + e.getMessage());
        } finally {
            permits.release();
        }
    }

    private static Reply reply(int status, String text) {
        return new Reply(status, Map.of(), text);
    }

    private static ScrapeProtocol format(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        return type.startsWith("application/openmetrics-text")
                ? ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0
                : ScrapeProtocol.PROMETHEUS_TEXT_0_0_4;
    }

    private Reply store(ExpositionParser parser, ImportParameters parameters) {
        Batch batch;
        CommitResult result;
        try (Appender appender = storage.appender()) {
            batch = new Batch(parser, parameters, appender, clock.millis() + MAX_AHEAD.toMillis());
            batch.append();
            result = appender.commit();
        }
        for (CommitResult.Rejection r : result.rejections()) {
            batch.refused.add(batch.lines.line(r.index()), r.status());
        }
        return batch.refused.isEmpty()
                ? reply(204, "")
                : reply(400, batch.refused.text(result.accepted()));
    }

    /// One body on its way into the store.
    private static final class Batch {
        final ExpositionParser parser;
        final ImportParameters parameters;
        final Appender appender;
        final long maxTime;
        final SampleLines lines = new SampleLines();
        final RefusedLines refused = new RefusedLines();

        Batch(
                ExpositionParser parser,
                ImportParameters parameters,
                Appender appender,
                long maxTime) {
            this.parser = parser;
            this.parameters = parameters;
            this.appender = appender;
            this.maxTime = maxTime;
        }

        void append() {
            ExpositionParser.Entry entry = parser.next();
            while (entry != ExpositionParser.Entry.END) {
                if (entry == ExpositionParser.Entry.SERIES) {
                    sample();
                }
                entry = parser.next();
            }
        }

        private void sample() {
            Labels labels = parameters.labelled(parser.labels());
            long timestamp = parser.hasTimestamp() ? parser.timestamp() : parameters.timestamp();
            long ref =
                    timestamp > maxTime
                            ? SeriesRef.refusal(AppendStatus.OUT_OF_BOUNDS)
                            : appender.resolve(labels, timestamp);
            if (SeriesRef.isRefusal(ref)) {
                refused.add(parser.line(), SeriesRef.reason(ref));
                return;
            }
            AppendStatus status =
                    parser.hasDecimal()
                            ? appender.appendDecimal(
                                    ref,
                                    timestamp,
                                    parser.value(),
                                    parser.mantissa(),
                                    parser.exponent())
                            : appender.append(ref, timestamp, parser.value());
            if (status != AppendStatus.OK) {
                refused.add(parser.line(), status);
                return;
            }
            lines.add(parser.line());
            if (parser.hasExemplar() && appender.takesExemplars()) {
                // Whatever is wrong with it, the sample counts.
                AppendStatus _ = appender.appendExemplar(ref, parser.exemplar(timestamp));
            }
        }
    }

    /// The samples that were refused, and the first of them as the one to name.
    private static final class RefusedLines {
        private int count;
        private int firstLine = Integer.MAX_VALUE;
        private AppendStatus first = AppendStatus.OK;

        boolean isEmpty() {
            return count == 0;
        }

        void add(int line, AppendStatus status) {
            count++;
            if (line < firstLine) {
                firstLine = line;
                first = status;
            }
        }

        String text(int accepted) {
            return "line %d: %s; %d of %d samples were rejected, the others are stored"
                    .formatted(firstLine, RejectionText.of(first), count, count + accepted);
        }
    }
}

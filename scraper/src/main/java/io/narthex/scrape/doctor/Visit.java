package io.narthex.scrape.doctor;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.http.FetchException;
import io.narthex.scrape.http.RequestTrace;
import io.narthex.scrape.http.ScrapeClient;
import io.narthex.scrape.http.ScrapeResponse;
import io.narthex.scrape.http.TargetConnection;
import io.narthex.scrape.loop.Formats;
import io.narthex.scrape.loop.LoopTarget;
import io.narthex.scrape.loop.ScrapeFailure;
import io.narthex.scrape.loop.SeriesLabels;
import io.narthex.scrape.text.ExpositionException;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;

/// One request over a connection of its own, and what came of it.
///
/// @param exposition what the answer holds; null where there is none, or it can't be read
/// @param error why there is none
/// @param bytes of the body once uncompressed
///
/// Thread safety: immutable, but for the exposition.
record Visit(
        RequestTrace trace,
        Instant asked,
        Instant answered,
        @Nullable Exposition exposition,
        ScrapeError error,
        long bytes) {
    static Visit pay(LoopTarget patient, ScrapeClient client, InstantSource clock)
            throws InterruptedException {
        Instant asked = clock.instant();
        try (TargetConnection connection = client.connection(patient.session())) {
            ScrapeError error = ScrapeError.NONE;
            Exposition read = null;
            long bytes = 0;
            Instant answered = asked;
            try {
                ScrapeResponse response = connection.get(patient.request());
                answered = clock.instant();
                bytes = response.length();
                read = read(patient, response, answered.toEpochMilli());
            } catch (FetchException e) {
                error = e.error();
            } catch (Unreadable e) {
                error = e.error;
            }
            return new Visit(connection.trace(), asked, answered, read, error, bytes);
        }
    }

    /// A body can't be read.
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ScrapeError error;

        Unreadable(ScrapeError error) {
            super(error.text());
            this.error = error;
        }
    }

    private static Exposition read(LoopTarget patient, ScrapeResponse response, long now)
            throws Unreadable {
        try {
            // An empty body is one without samples, whatever its type.
            ExpositionParser parser =
                    ExpositionParser.of(
                            Formats.of(
                                    response.length() == 0 ? "text/plain" : response.contentType(),
                                    patient.config().fallbackProtocol()),
                            response.body(),
                            response.length(),
                            patient.target().histograms());
            return Exposition.read(
                    parser,
                    new SeriesLabels(patient.target().labels(), patient.config()),
                    patient.config().honorTimestamps(),
                    now);
        } catch (ScrapeFailure e) {
            throw new Unreadable(e.error());
        } catch (ExpositionException e) {
            throw new Unreadable(Formats.unreadable(response, String.valueOf(e.getMessage())));
        }
    }
}

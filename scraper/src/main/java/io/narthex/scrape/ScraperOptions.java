package io.narthex.scrape;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.InstantSource;

/// What a scraper needs to know beside its jobs.
///
/// @param clock where timestamps come from
/// @param userAgent the `User-Agent` header of requests
/// @param seed spreads the scrapes of several servers with the same targets; see [#seed]
/// @param maxBodyBytes no body may be larger once uncompressed, whatever a job's limit says
/// @param externalUrl where others reach this server, for the links of local targets, or null
/// @param listenPort the port this server listens on, for the same purpose; 0 where unknown
/// @param typeAndUnitLabels whether series get the labels `__type__` and `__unit__`
/// @param starts what becomes of start timestamps
///
/// Thread safety: immutable.
public record ScraperOptions(
        InstantSource clock,
        String userAgent,
        long seed,
        long maxBodyBytes,
        @Nullable URI externalUrl,
        int listenPort,
        boolean typeAndUnitLabels,
        StartTimestamps starts) {
    /// 256 MiB: some two million samples, ten times the largest exposition seen in practice
    /// (kube-state-metrics of a huge cluster), while the one body that reaches it still leaves a
    /// small heap alive long enough to report the error.
    public static final long DEFAULT_MAX_BODY_BYTES = 256L << 20;

    /// Refuses a cap that would let nothing through.
    public ScraperOptions {
        if (maxBodyBytes <= 0) {
            throw new IllegalArgumentException("the largest body must have at least one byte");
        }
    }

    /// The defaults: the system clock, no external URL.
    ///
    /// @param version this server's version, for the user agent
    public static ScraperOptions of(String version, long seed) {
        return new ScraperOptions(
                InstantSource.system(),
                "Narthex/" + version,
                seed,
                DEFAULT_MAX_BODY_BYTES,
                null,
                0,
                false,
                StartTimestamps.NONE);
    }

    /// These options with another clock.
    public ScraperOptions withClock(InstantSource clock) {
        return new ScraperOptions(
                clock,
                userAgent,
                seed,
                maxBodyBytes,
                externalUrl,
                listenPort,
                typeAndUnitLabels,
                starts);
    }

    /// These options with another cap on bodies.
    public ScraperOptions withMaxBodyBytes(long bytes) {
        return new ScraperOptions(
                clock, userAgent, seed, bytes, externalUrl, listenPort, typeAndUnitLabels, starts);
    }

    /// These options with or without labels of type and unit.
    public ScraperOptions withTypeAndUnitLabels(boolean on) {
        return new ScraperOptions(
                clock, userAgent, seed, maxBodyBytes, externalUrl, listenPort, on, starts);
    }

    /// These options with something else done with start timestamps.
    public ScraperOptions withStarts(StartTimestamps starts) {
        return new ScraperOptions(
                clock,
                userAgent,
                seed,
                maxBodyBytes,
                externalUrl,
                listenPort,
                typeAndUnitLabels,
                starts);
    }

    /// The seed of a server: different for each host and each set of external labels, the same
    /// after a restart.
    public static long seed(String hostName, Labels externalLabels) {
        return Fnv64.hash(hostName + externalLabels);
    }
}

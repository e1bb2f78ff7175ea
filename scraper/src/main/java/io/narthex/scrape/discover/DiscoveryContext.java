package io.narthex.scrape.discover;

import io.narthex.scrape.http.ScrapeClient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What all discoverers share.
///
/// @param client how others are asked
/// @param userAgent of requests
/// @param nameServers who is asked about names, as things are now
/// @param longestPause of a change before it is passed on
///
/// Thread safety: its parts are safe for concurrent calls.
public record DiscoveryContext(
        ScrapeClient client,
        String userAgent,
        InstantSource clock,
        Supplier<NameServers> nameServers,
        Duration longestPause,
        DiscoveryCounters counters) {
    /// As in Prometheus.
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    Discoverer discoverer(DiscoveryConfig config) {
        return switch (config) {
            case DiscoveryConfig.Files files -> new FileDiscoverer(files, counters);
            case DiscoveryConfig.Http http -> new HttpDiscoverer(http, this);
            case DiscoveryConfig.Dns dns -> new DnsDiscoverer(dns, this);
        };
    }
}

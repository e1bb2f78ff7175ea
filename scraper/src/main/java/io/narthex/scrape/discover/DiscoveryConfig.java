package io.narthex.scrape.discover;

import io.narthex.client.HttpClientConfig;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A source of targets, as it is configured. Sets that name an equal one share its discoverer.
///
/// Thread safety: immutable.
public sealed interface DiscoveryConfig {
    /// How often the source is asked.
    Duration refreshInterval();

    /// The kind's name in metrics and logs, such as `file`.
    String mechanism();

    /// An entry of `file_sd_configs`.
    ///
    /// @param patterns files, absolute or seen from where the server runs; the last element may
    ///     have `*`
    record Files(List<Path> patterns, Duration refreshInterval) implements DiscoveryConfig {
        /// Copies the list.
        public Files {
            patterns = List.copyOf(patterns);
        }

        @Override
        public String mechanism() {
            return "file";
        }
    }

    /// An entry of `http_sd_configs`.
    ///
    /// @param url what is asked
    /// @param http how it is asked
    record Http(URI url, HttpClientConfig http, Duration refreshInterval)
            implements DiscoveryConfig {
        @Override
        public String mechanism() {
            return "http";
        }
    }

    /// An entry of `dns_sd_configs`.
    ///
    /// @param names what is looked up
    /// @param port of the targets; records of type SRV have their own
    record Dns(List<String> names, RecordType type, int port, Duration refreshInterval)
            implements DiscoveryConfig {
        /// Copies the list.
        public Dns {
            names = List.copyOf(names);
        }

        @Override
        public String mechanism() {
            return "dns";
        }
    }

    /// What is looked up in DNS.
    enum RecordType {
        A,
        AAAA,
        SRV,
        MX,
        NS
    }
}

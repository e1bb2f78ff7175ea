package io.narthex.scrape.doctor;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an examination of a target found.
///
/// @param scrapePool the job
/// @param labels of the target's series
/// @param url what was asked
/// @param host the `Host` header that was sent
/// @param answer what came back first; null where nothing did
/// @param times how long each part of the first request took, in order, by `lookup`, `connect`,
///     `tls`, `wait` and `body`; those that there were
/// @param samples of the first answer; 0 where it could not be read
/// @param visits how often the target was asked
/// @param findings worst first
///
/// Thread safety: immutable.
public record Diagnosis(
        String scrapePool,
        Labels labels,
        String url,
        String host,
        @Nullable Answer answer,
        Map<String, Duration> times,
        int samples,
        int visits,
        List<Finding> findings) {
    /// The head of an answer.
    ///
    /// @param contentType the header; empty where it is missing
    /// @param contentEncoding the header; empty where it is missing
    /// @param bytes of the body, as they were sent
    /// @param url who answered, after all redirects
    public record Answer(
            int status, String contentType, String contentEncoding, int bytes, String url) {}

    /// Copies the collections.
    public Diagnosis {
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        findings = List.copyOf(findings);
    }

    /// Whether nothing is wrong, though something may be doubtful.
    public boolean isHealthy() {
        return findings.stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR);
    }
}

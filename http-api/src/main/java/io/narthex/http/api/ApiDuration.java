package io.narthex.http.api;

import io.narthex.model.DurationText;

import java.time.Duration;

/// Durations of the API: seconds with a fraction, or Prometheus' `1h30m`.
///
/// Thread safety: stateless.
final class ApiDuration {
    private static final double NANOS_PER_SECOND = 1e9;

    private ApiDuration() {}

    /// The duration that a text means.
    static Duration parse(String s) throws ApiException {
        Double seconds = ApiTime.number(s);
        if (seconds != null) {
            double nanos = seconds * NANOS_PER_SECOND;
            if (Math.abs(nanos) > Long.MAX_VALUE) {
                throw refused(s, ". It overflows int64");
            }
            return Duration.ofNanos((long) nanos);
        }
        try {
            return DurationText.parse(s);
        } catch (IllegalArgumentException _) {
            throw refused(s, ""); // the API has words of its own
        }
    }

    private static ApiException refused(String s, String reason) {
        return ApiException.badData(
                "cannot parse " + ApiException.quote(s) + " to a valid duration" + reason);
    }
}

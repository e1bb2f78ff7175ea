package io.narthex.http.api;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations of the API: seconds with a fraction, or Prometheus' `1h30m`.
///
/// Thread safety: stateless.
final class ApiDuration {
    private static final Pattern UNITS =
            Pattern.compile(
                    "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?"
                            + "(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");

    private static final String[] NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

    private static final long[] MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L
    };

    /// Years, weeks and days are written only where they divide the duration.
    private static final int EXACT_UNITS = 3;

    private static final BigInteger MAX_MILLIS = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);
    private static final int MAX_LENGTH = 200;

    private ApiDuration() {}

    /// The duration that a text means.
    static Duration parse(String s) throws ApiException {
        Double seconds = ApiTime.number(s);
        if (seconds != null) {
            double nanos = seconds * 1e9;
            if (Math.abs(nanos) > Long.MAX_VALUE) {
                throw refused(s, ". It overflows int64");
            }
            return Duration.ofNanos((long) nanos);
        }
        Duration units = s.length() > MAX_LENGTH ? null : units(s);
        if (units == null) {
            throw refused(s, "");
        }
        return units;
    }

    /// The form of configuration files, such as `1m30s`.
    static String format(Duration duration) {
        long left = duration.toMillis();
        if (left == 0) {
            return "0s";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < MILLIS.length; i++) {
            if (left >= MILLIS[i] && (i >= EXACT_UNITS || left % MILLIS[i] == 0)) {
                out.append(left / MILLIS[i]).append(NAMES[i]);
                left %= MILLIS[i];
            }
        }
        return out.toString();
    }

    private static @Nullable Duration units(String s) {
        Matcher m = UNITS.matcher(s);
        if (s.isEmpty() || !m.matches()) {
            return null;
        }
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < MILLIS.length; i++) {
            String digits = m.group(i + 1);
            if (digits != null) {
                sum = sum.add(new BigInteger(digits).multiply(BigInteger.valueOf(MILLIS[i])));
            }
        }
        return sum.compareTo(MAX_MILLIS) > 0 ? null : Duration.ofMillis(sum.longValue());
    }

    private static ApiException refused(String s, String reason) {
        return ApiException.badData(
                "cannot parse " + ApiException.quote(s) + " to a valid duration" + reason);
    }
}

package io.narthex.model;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as configurations and flags write them, such as `1h30m`: whole numbers with the units
/// `y w d h m s ms` in this order, each at most once; `0` needs no unit. A day has 24 hours, a year
/// 365 days.
///
/// Thread safety: stateless.
public final class DurationText {
    private static final Pattern UNITS =
            Pattern.compile(
                    "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?"
                            + "(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");

    private static final String[] NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

    private static final long[] MILLIS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L
    };

    /// Years and weeks are written only where they divide the duration: 90d reads better than
    // 12w6d.
    private static final int EXACT_UNITS = 2;

    /// Durations are 64-bit nanoseconds for clients written in Go.
    private static final BigInteger MAX_MILLIS = BigInteger.valueOf(Long.MAX_VALUE / 1_000_000);

    /// Longer texts are no durations, only work.
    private static final int MAX_LENGTH = 200;

    private DurationText() {}

    /// The duration that a text means.
    ///
    /// @throws IllegalArgumentException if it is none, or longer than 292 years
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher m = UNITS.matcher(text);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !m.matches()) {
            throw new IllegalArgumentException(
                    "not a valid duration string: \"" + text + "\"; such as 15s or 1h30m");
        }
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < MILLIS.length; i++) {
            String digits = m.group(i + 1);
            if (digits != null) {
                sum = sum.add(new BigInteger(digits).multiply(BigInteger.valueOf(MILLIS[i])));
            }
        }
        if (sum.compareTo(MAX_MILLIS) > 0) {
            throw new IllegalArgumentException("duration out of range: \"" + text + "\"");
        }
        return Duration.ofMillis(sum.longValue());
    }

    /// A duration as Prometheus writes it, to the millisecond; `0s` for none.
    public static String format(Duration duration) {
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
}

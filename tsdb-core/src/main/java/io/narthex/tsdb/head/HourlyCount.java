package io.narthex.tsdb.head;

/// Counts what happened in the last hour, by the minute.
///
/// Thread safety: guarded by the commit lock.
final class HourlyCount {
    private static final int MINUTES = 60;
    private static final long MINUTE_MILLIS = 60_000;

    private final long[] counts = new long[MINUTES];
    private long minute = Long.MIN_VALUE;

    /// @param now epoch milliseconds
    void add(long now, long n) {
        moveTo(now);
        counts[(int) Math.floorMod(minute, (long) MINUTES)] += n;
    }

    /// The sum of this minute and the 59 before.
    long sum(long now) {
        moveTo(now);
        long sum = 0;
        for (long n : counts) {
            sum += n;
        }
        return sum;
    }

    /// Forgets the minutes that are an hour old. A clock that goes back stays in its minute.
    private void moveTo(long now) {
        long to = Math.floorDiv(now, MINUTE_MILLIS);
        long from = Math.max(minute, to - MINUTES);
        for (long m = from + 1; m <= to; m++) {
            counts[(int) Math.floorMod(m, (long) MINUTES)] = 0;
        }
        minute = Math.max(minute, to);
    }
}

package io.narthex.scrape.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// The time at which a request must be over.
///
/// Thread safety: immutable.
record Deadline(long nanoTime) {
    static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /// @throws TimeoutException if there are none
    long nanosLeft() throws TimeoutException {
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            throw new TimeoutException();
        }
        return left;
    }
}

package io.narthex.http.api;

import java.util.concurrent.atomic.AtomicLong;

/// What lists of series and labels may take in memory, all answers together that are being made or
/// sent: queries have a budget of their own, in their engine.
///
/// Thread safety: safe for concurrent calls.
final class ListMemory {
    /// They may take this part of the heap.
    private static final int HEAP_SHARE = 8;

    /// A label set with its texts, or a sample with one, roughly.
    static final long SERIES_BYTES = 300;

    /// A text in a list.
    static final long TEXT_BYTES = 80;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    ListMemory() {
        this(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /// @param limit bytes
    ListMemory(long limit) {
        this.limit = limit;
    }

    /// Takes memory until the request's response was sent.
    ///
    /// @throws ApiException if there is not so much, now or ever
    void charge(ApiRequest request, long bytes) throws ApiException {
        if (bytes > limit) {
            throw new ApiException(
                    ErrorType.EXECUTION,
                    "the answer would take more than "
                            + limit
                            + " bytes of memory; ask for less with limit or a narrower match[]");
        }
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            throw new ApiException(
                    ErrorType.OVERLOADED,
                    "too many lists of series and labels at once; try again later");
        }
        request.exchange().onEnd(() -> held.addAndGet(-bytes));
    }
}

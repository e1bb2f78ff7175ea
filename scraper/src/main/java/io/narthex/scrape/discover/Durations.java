package io.narthex.scrape.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// How long something took, each time.
///
/// Thread safety: safe for concurrent calls.
final class Durations {
    private final List<LongAdder> counts = new ArrayList<>();
    private final LongAdder nanos = new LongAdder();

    Durations() {
        for (int i = 0; i <= DiscoveryCounters.BOUNDS.size(); i++) {
            counts.add(new LongAdder());
        }
    }

    void add(long took) {
        int bucket = 0;
        while (bucket < DiscoveryCounters.BOUNDS.size()
                && took > DiscoveryCounters.BOUNDS.get(bucket) * 1e9) {
            bucket++;
        }
        counts.get(bucket).increment();
        nanos.add(took);
    }

    DiscoveryCounters.Times times() {
        return new DiscoveryCounters.Times(
                counts.stream().map(LongAdder::sum).toList(), nanos.sum() / 1e9);
    }
}

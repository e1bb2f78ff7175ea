package io.narthex.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Adds workers while those that are there have too much to do, and takes them away again: the rule
/// by which a service follows its day.
///
/// Thread safety: for one thread.
final class WorkerScaling {
    /// Above this share of busy time one more comes.
    static final double UPPER = 0.6;

    /// Below this share one goes. One less must not be too few: 2 at 24% are 1 at 48%.
    static final double LOWER = 0.25;

    /// How often the rule is asked.
    static final Duration PAUSE = Duration.ofSeconds(5);

    /// There is always one more than is needed at night.
    static final int FEWEST = 2;

    static final int MOST = 8;

    private final Workers workers;
    private final ScalingListener listener;
    private final LongSupplier nanoTime;
    private long lastBusy;
    private long lastTime;

    /// @param nanoTime by which `workers` measures too
    WorkerScaling(Workers workers, ScalingListener listener, LongSupplier nanoTime) {
        this.workers = workers;
        this.listener = listener;
        this.nanoTime = nanoTime;
        lastBusy = workers.busyNanos();
        lastTime = nanoTime.getAsLong();
    }

    /// Looks at the time since the last call, and adds or takes one worker.
    void adjust() {
        long busy = workers.busyNanos();
        long time = nanoTime.getAsLong();
        if (time <= lastTime) {
            return;
        }
        int count = workers.count();
        double share = (double) (busy - lastBusy) / (time - lastTime) / count;
        lastBusy = busy;
        lastTime = time;
        int wanted = share > UPPER ? count + 1 : share < LOWER ? count - 1 : count;
        wanted = Math.clamp(wanted, FEWEST, MOST);
        if (wanted != count) {
            workers.resize(wanted);
            listener.scaled(count, wanted);
        }
    }
}

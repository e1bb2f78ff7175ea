package io.narthex.rules.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Evaluates one group at its times until it is stopped.
///
/// A clock that is set must not make alerts fire: their times are taken with it, so that `for`
/// counts what has passed, not what the clock says. After a jump forward the group rests for some
/// intervals, since there are no samples yet from the time to which the clock went.
///
/// Thread safety: all but [#run] may be called from any thread.
final class GroupLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLoop.class);

    /// How many intervals a group that is gone waits before it ends its series: one that was only
    /// renamed goes on with them by then.
    private static final int INTERVALS_TO_MARKS = 2;

    /// The evaluation behind which alerts go on from before a restart: by then targets have been
    /// scraped, and recording rules were evaluated on which alerts may build.
    private static final int RESTORED_AFTER = 2;

    /// For how many intervals a group rests after a jump forward, for the same reason.
    private static final int RESTS = 2;

    private final RunningGroup group;
    private final RunContext context;
    private final InstantSource clock;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final boolean restores;
    private volatile boolean marksAtEnd;

    /// @param restores whether alerts go on from before a restart
    GroupLoop(RunningGroup group, boolean restores, RunContext context) {
        this.group = group;
        this.context = context;
        this.clock = context.options().clock();
        this.restores = restores;
        this.thread = Thread.ofVirtual().name("rules " + group.plan().key()).unstarted(this);
    }

    RunningGroup group() {
        return group;
    }

    void start() {
        thread.start();
    }

    /// Ends the loop behind the rule that is being evaluated.
    ///
    /// @param marks whether the group is gone and its series end
    void stop(boolean marks) {
        marksAtEnd = marks;
        stopped.countDown();
    }

    /// Waits until no rule is evaluated any more, after [#stop].
    void join() {
        Uninterrupted.await(over::await);
    }

    /// Waits for the end of the thread, markers written or given up.
    void joinThread() {
        Uninterrupted.await(thread::join);
    }

    /// Whether the thread has ended.
    boolean isOver() {
        return !thread.isAlive();
    }

    @Override
    public void run() {
        try {
            evaluate();
            long now = clock.millis();
            over.countDown();
            end(now);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody does; whoever did wants the thread to end
        } finally {
            over.countDown();
        }
    }

    private void evaluate() throws InterruptedException {
        GroupTicks ticks = ticks();
        ClockWatch watch = new ClockWatch(clock, context.options().nanoTime());
        int evaluations = 0;
        int rests = 0;
        while (awaitTick(ticks)) {
            long jump = watch.jump();
            if (jump != 0) {
                followClock(jump);
                long due = ticks.time();
                ticks = ticks();
                miss(Math.max(0, (ticks.time() - due) / group.plan().interval().toMillis()));
                rests = jump > 0 ? RESTS : 0;
                continue;
            }
            if (rests > 0) {
                rests--;
                miss(1);
            } else {
                evaluations++;
                evaluate(ticks.time(), evaluations == RESTORED_AFTER && restores);
            }
            ticks.advance(clock.millis());
            miss(ticks.missed());
        }
    }

    private GroupTicks ticks() {
        GroupPlan plan = group.plan();
        return new GroupTicks(
                plan.file(), plan.definition().name(), plan.interval(), clock.millis());
    }

    private void followClock(long jump) {
        LOG.warn(
                "group {}: the clock was set {} by {}; alerts keep their states, and times without"
                        + " samples are left out",
                group.plan().key(),
                jump > 0 ? "forward" : "back",
                Duration.ofMillis(Math.abs(jump)));
        group.shift(jump);
    }

    private void miss(long times) {
        group.counters().missed.add(times);
        group.counters().iterations.add(times);
    }

    /// @return false where the loop is stopped
    private boolean awaitTick(GroupTicks ticks) throws InterruptedException {
        long left;
        do {
            left = ticks.left(clock.millis());
            if (stopped.await(left, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } while (left > 0);
        return true;
    }

    private void evaluate(long time, boolean restored) {
        try {
            group.evaluate(time, this::isStopped);
            if (restored && !isStopped()) {
                group.restore();
            }
        } catch (RuntimeException e) {
            // Whatever went wrong with this evaluation, the next one may go well.
            LOG.error("group {} failed unexpectedly", group.plan().key(), e);
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void end(long now) throws InterruptedException {
        if (!marksAtEnd) {
            return;
        }
        long wait = INTERVALS_TO_MARKS * group.plan().interval().toMillis();
        if (!context.ended().await(wait, TimeUnit.MILLISECONDS)) {
            group.markAll(now);
        }
    }
}

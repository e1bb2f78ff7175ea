package io.narthex.promql.exec;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The tasks of one query on the shared worker threads. The query's own thread waits for all of
/// them, so that what they use can be closed afterwards.
///
/// Tasks handle their own failures: an exception that leaves a task is a bug.
///
/// Thread safety: safe for concurrent calls; [#await] is for the query's own thread.
public final class WorkGroup {
    private final Executor threads;
    private final Cancellation cancellation;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Guarded by `lock`: tasks handed in and not yet ended, and those of them that run.
    private int pending;

    private int running;

    /// Guarded by `lock`: nothing starts any more.
    private boolean abandoned;

    /// @param threads where tasks run
    public WorkGroup(Executor threads, Cancellation cancellation) {
        this.threads = threads;
        this.cancellation = cancellation;
    }

    /// Hands in a task. A task may hand in others, itself included: that lets other queries in
    /// between.
    public void submit(Runnable task) {
        lock.lock();
        try {
            pending++;
        } finally {
            lock.unlock();
        }
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException _) {
            // The engine was closed: the query ends as cancelled, by its next check.
            cancellation.cancel();
            ended(false);
        }
    }

    private void run(Runnable task) {
        lock.lock();
        try {
            if (abandoned) {
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        try {
            task.run();
        } finally {
            ended(true);
        }
    }

    private void ended(boolean ran) {
        lock.lock();
        try {
            pending--;
            if (ran) {
                running--;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all tasks have ended.
    ///
    /// At the deadline, or when the query is cancelled, tasks that have not started never will; the
    /// running ones end at their next checkpoint and are waited for.
    ///
    /// @param phase what the query is doing, for the message
    /// @throws io.narthex.promql.QueryException if the query timed out or was cancelled meanwhile
    public void await(String phase) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (abandoned ? running > 0 : pending > 0) {
                long left = abandoned ? Long.MAX_VALUE : cancellation.remainingNanos();
                if (!abandoned && (left <= 0 || cancellation.isCanceled())) {
                    abandoned = true;
                    continue;
                }
                try {
                    long unused = changed.awaitNanos(left);
                } catch (InterruptedException _) {
                    interrupted = true;
                    cancellation.cancel();
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        cancellation.check(phase);
    }

    /// Runs something on a worker thread and waits for what it gives.
    ///
    /// @param phase what the query is doing, for the message
    /// @throws io.narthex.promql.QueryException if the query timed out or was cancelled meanwhile
    public <T> T call(Supplier<T> work, String phase) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        submit(
                () -> {
                    try {
                        result.set(work.get());
                    } catch (RuntimeException | Error e) {
                        failure.set(e);
                    }
                });
        await(phase);
        Throwable failed = failure.get();
        if (failed != null) {
            throw Failures.asUnchecked(failed);
        }
        return Objects.requireNonNull(result.get(), "BUG: work ended without a result");
    }

    /// What ends the group's query early.
    public Cancellation cancellation() {
        return cancellation;
    }

    /// Makes [#await] look at the cancellation again.
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

package io.narthex.promql.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.QueryException;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;

/// A query's memory, and the memory of all queries.
class ByteBudgetTest {
    /// 100 bytes each of two queries' own, 600 for whoever asks first.
    private final SharedBytes shared = new SharedBytes(800, 2);

    @Test
    void charge_beyondTheQuerysLimit_isTheQuerysFault() {
        ByteBudget budget = new ByteBudget(500, shared);
        budget.charge(400);
        assertThatThrownBy(() -> budget.charge(101))
                .isInstanceOf(QueryException.TooManySamples.class);
        budget.charge(100);
        assertThat(budget.held()).isEqualTo(500);
        assertThat(budget.peak()).isEqualTo(500);
    }

    @Test
    void charge_whereOthersHoldAll_leavesEachItsOwnShare() {
        ByteBudget large = new ByteBudget(10_000, shared);
        large.charge(600);
        ByteBudget small = new ByteBudget(10_000, shared);
        small.charge(200);
        assertThatThrownBy(() -> small.charge(1)).isInstanceOf(QueryException.Overloaded.class);
        assertThatThrownBy(() -> large.charge(1)).isInstanceOf(QueryException.Overloaded.class);
        large.release(50);
        small.charge(50);
        large.clear();
        small.charge(450);
        assertThat(small.held()).isEqualTo(700);
    }

    /// Trying again would not help.
    @Test
    void charge_ofMoreThanAllMayHold_isTheQuerysFault() {
        ByteBudget budget = new ByteBudget(10_000, shared);
        budget.charge(700);
        assertThatThrownBy(() -> budget.charge(1))
                .isInstanceOf(QueryException.TooManySamples.class)
                .hasMessageContaining("more than 700 bytes")
                .hasMessageContaining("query.max-total-bytes");
    }

    /// What is refused, released and cleared by several threads adds up.
    @Test
    void charges_ofManyThreads_leaveNothingBehind() throws InterruptedException {
        ByteBudget budget = new ByteBudget(650, shared);
        Thread[] threads = new Thread[4];
        CountDownLatch go = new CountDownLatch(1);
        for (int t = 0; t < threads.length; t++) {
            int size = 30 + 61 * t;
            threads[t] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            go.await();
                                        } catch (InterruptedException e) {
                                            throw new IllegalStateException(e);
                                        }
                                        for (int i = 0; i < 20_000; i++) {
                                            chargeAndRelease(budget, size);
                                        }
                                    });
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(budget.held()).isZero();
        ByteBudget all = new ByteBudget(10_000, shared);
        all.charge(700);
        assertThat(all.held()).isEqualTo(700);
    }

    private static void chargeAndRelease(ByteBudget budget, int size) {
        try {
            budget.charge(size);
        } catch (QueryException _) {
            return;
        }
        budget.release(size);
    }
}

package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;

import io.narthex.model.Appendable;
import io.narthex.model.CommitResult;
import io.narthex.model.relabel.RelabelRule;
import io.narthex.testkit.ForwardingAppender;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// What becomes of a scrape that is under way when its loop is to end.
class StopTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A store whose commits wait until they are let through.
    private static final class SlowStore {
        final CountDownLatch committing = new CountDownLatch(1);
        final CountDownLatch let = new CountDownLatch(1);
        final AtomicBoolean interrupted = new AtomicBoolean();

        Appendable around(Appendable store) {
            return () ->
                    new ForwardingAppender(store.appender()) {
                        @Override
                        public CommitResult commit() {
                            committing.countDown();
                            awaitUninterruptibly();
                            return super.commit();
                        }
                    };
        }

        private void awaitUninterruptibly() {
            while (true) {
                try {
                    let.await();
                    return;
                } catch (InterruptedException _) {
                    interrupted.set(true);
                }
            }
        }
    }

    /// Answers the first request when it is let, with 1, and others at once, with 2.
    private static final class SlowAnswer {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch let = new CountDownLatch(1);
        private final AtomicBoolean first = new AtomicBoolean(true);

        HttpHandler handler() {
            return e -> {
                if (!first.getAndSet(false)) {
                    FakeTarget.body("a 2\n").handle(e);
                    return;
                }
                asked.countDown();
                try {
                    let.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt(); // the test is over
                }
                FakeTarget.body("a 1\n").handle(e);
            };
        }
    }

    @Test
    void close_waitsForTheCommitUnderWay() throws InterruptedException {
        SlowStore slow = new SlowStore();
        try (FakeTarget target = FakeTarget.of("a 1\n");
                ScrapeFixture fixture = ScrapeFixture.storingThrough(slow::around)) {
            // Long enough for the scrape to be in time on a busy machine.
            fixture.scrape(ScrapeFixture.job(target).interval(Duration.ofSeconds(1)));
            slow.committing.await();
            Thread closing = Thread.startVirtualThread(fixture::close);
            await().atMost(PATIENCE).until(() -> isWaiting(closing));
            slow.let.countDown();
            closing.join();
            assertThat(slow.interrupted).isFalse();
            assertThat(fixture.values("a")).containsExactly(1.0);
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void close_cutsRequestsShort() throws InterruptedException {
        SlowAnswer slow = new SlowAnswer();
        try (FakeTarget target = new FakeTarget(slow.handler());
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).interval(INTERVAL));
            slow.asked.await();
            fixture.close();
            assertThat(fixture.scraper.stats().scrapes()).isZero();
            assertThat(fixture.values("up")).isEmpty();
        }
    }

    @Test
    void reloadWithOtherRules_letsTheScrapeUnderWayFinish() throws InterruptedException {
        SlowAnswer slow = new SlowAnswer();
        RelabelRule rule = RelabelRule.builder().targetLabel("rules").replacement("other").build();
        try (FakeTarget target = new FakeTarget(slow.handler());
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).interval(INTERVAL));
            slow.asked.await();
            fixture.scrape(
                    ScrapeFixture.job(target).interval(INTERVAL).metricRelabelRules(List.of(rule)));
            slow.let.countDown();
            fixture.awaitValue("a", 1);
            fixture.awaitValue("a", 2);
            assertThat(fixture.labels("a"))
                    .extracting(l -> l.getOrEmpty("rules"))
                    .containsExactlyInAnyOrder("", "other");
            assertThat(fixture.values("up")).doesNotContain(0.0);
        }
    }

    @Test
    void removedTarget_finishesItsScrapeAndIsMarked() throws InterruptedException {
        SlowAnswer slow = new SlowAnswer();
        try (FakeTarget target = new FakeTarget(slow.handler());
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target).interval(Duration.ofSeconds(2)));
            slow.asked.await();
            fixture.scrape();
            slow.let.countDown();
            fixture.awaitValue("a", 1);
            fixture.awaitStale("a");
        }
    }
}

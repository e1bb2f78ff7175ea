package io.narthex.rules.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.narthex.model.Labels;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// An account against the record of every request that there was.
class SloAccountTest {
    private static final long START = 1_700_000_000_000L;
    private static final long SCRAPE = 15_000;
    private static final Duration WINDOW = Duration.ofHours(6);

    @TempDir Path directory;

    private static Slo slo(String objective, Duration window) {
        Indicator requests =
                new Indicator.Counted(
                        EventSelector.parse("requests_total"),
                        EventSelector.parse("requests_total{code=~\"5..\"}"),
                        true);
        return new Slo(
                "availability", new BigDecimal(objective), window, requests, Labels.empty(), 0);
    }

    /// Restarts of instances and of the server, resets, gaps, silence: the account is exact.
    @Test
    void status_isTheRecord() {
        Seeds.forEach(
                5,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    ServiceOnRecord service = new ServiceOnRecord(3, START - 1);
                    LedgerPlace place = new LedgerPlace(directory.resolve("slo-" + seed));
                    SloAccount account =
                            SloAccount.open(slo("99.9", WINDOW), service.store(), place);
                    long width = Duration.ofMinutes(1).toMillis();
                    for (int round = 1; round <= 2_500; round++) {
                        long now = START + round * SCRAPE;
                        live(service, random, round, now);
                        if (random.nextInt(200) == 0) {
                            account.close();
                            account = SloAccount.open(slo("99.9", WINDOW), service.store(), place);
                        }
                        if (random.nextInt(50) == 0) {
                            SloStatus status = account.status(now);
                            long from = Math.ceilDiv(now - WINDOW.toMillis(), width) * width;
                            Events expected = service.counted(from, now);
                            assertThat(status.events().total()).isEqualTo(expected.total());
                            assertThat(status.events().badAtMost()).isEqualTo(expected.badAtMost());
                            assertThat(status.events().badAtLeast())
                                    .isEqualTo(expected.badAtMost());
                        }
                    }
                    account.close();
                });
    }

    /// One scrape interval of a service's life.
    private static void live(ServiceOnRecord service, RandomGenerator random, int round, long now) {
        boolean silence = round / 200 % 3 == 2;
        for (int i = 0; i < service.size(); i++) {
            if (random.nextInt(150) == 0) {
                service.restart(i, now - SCRAPE + 1);
            }
            if (!silence) {
                service.requests(i, "200", random.nextInt(100));
                if (random.nextInt(10) == 0) {
                    service.requests(i, "500", 1 + random.nextInt(3));
                }
            }
            boolean unreachable = (round / 30 + i) % 7 == 0;
            if (unreachable) {
                service.failScrape(i, now);
            } else {
                service.scrape(i, now);
            }
        }
    }

    @Test
    void noTraffic_leavesTheBudgetUntouched() {
        ServiceOnRecord service = new ServiceOnRecord(1, START);
        SloAccount account = SloAccount.open(slo("99.9", WINDOW), service.store(), null);
        for (int round = 0; round < 100; round++) {
            service.scrape(0, START + round * SCRAPE);
        }
        SloStatus status = account.status(START + 100 * SCRAPE);
        assertThat(status.spent()).isZero();
        assertThat(status.attained()).isNull();
        assertThat(status.dataFrom()).isNull();
        assertThat(status.burnRates()).allSatisfy(pace -> assertThat(pace.rate()).isNull());
        assertThat(status.sentence())
                .isEqualTo(
                        "99.9% over 6 h allows 21 s 600 ms of downtime; there were no events, so"
                                + " all of it is left");
    }

    @Test
    void windowThatIsNotFull_saysSo() {
        ServiceOnRecord service = new ServiceOnRecord(1, START);
        SloAccount account = SloAccount.open(slo("99", WINDOW), service.store(), null);
        service.requests(0, "200", 1);
        service.scrape(0, START);
        for (int round = 1; round <= 4 * 60; round++) {
            service.requests(0, round == 100 ? "500" : "200", 1);
            service.scrape(0, START + round * SCRAPE);
        }
        SloStatus status = account.status(START + 4 * 60 * SCRAPE);
        assertThat(status.dataFrom()).isEqualTo(START);
        assertThat(status.coverage()).isCloseTo(1 / 6.0, within(0.01));
        assertThat(status.events().total()).isEqualTo(240);
        assertThat(status.events().badAtMost()).isEqualTo(1);
        assertThat(status.budgetTotal()).isCloseTo(2.4, within(1e-12));
        assertThat(status.spent()).isCloseTo(1 / 2.4, within(1e-12));
        assertThat(status.sentence())
                .isEqualTo("99% over 6 h allows 3 min 36 s of downtime; 41.7% of it is spent");
    }

    /// The ledger outlives the samples: a window may be longer than samples are kept.
    @Test
    void restart_withoutOldSamples_keepsTheSums() {
        ServiceOnRecord service = new ServiceOnRecord(1, START);
        LedgerPlace place = new LedgerPlace(directory);
        SloAccount account = SloAccount.open(slo("99", WINDOW), service.store(), place);
        long hour = Duration.ofHours(1).toMillis();
        for (int round = 0; round <= 240; round++) {
            service.requests(0, "200", 1);
            service.scrape(0, START + round * SCRAPE);
        }
        account.settle(START + hour + 10 * 60_000);
        account.close();
        SloAccount again =
                SloAccount.open(slo("99", WINDOW), new ServiceOnRecord(1, 0).store(), place);
        SloStatus status = again.status(START + 2 * hour);
        assertThat(status.events().total()).isEqualTo(240);
        assertThat(status.dataFrom()).isEqualTo(START);
        again.close();
    }

    @Test
    void otherIndicator_beginsAnew() {
        ServiceOnRecord service = new ServiceOnRecord(1, START);
        LedgerPlace place = new LedgerPlace(directory);
        SloAccount account = SloAccount.open(slo("99", WINDOW), service.store(), place);
        service.scrape(0, START);
        service.requests(0, "200", 7);
        service.scrape(0, START + SCRAPE);
        long later = START + Duration.ofMinutes(30).toMillis();
        assertThat(account.status(later).events().total()).isEqualTo(7);
        account.close();
        Slo other =
                new Slo(
                        "availability",
                        new BigDecimal("99"),
                        WINDOW,
                        new Indicator.Counted(
                                EventSelector.parse("other_total"),
                                EventSelector.parse("other_total{code=\"500\"}"),
                                true),
                        Labels.empty(),
                        0);
        SloAccount changed = SloAccount.open(other, service.store(), place);
        assertThat(changed.status(later).events().total()).isZero();
        changed.close();
    }

    /// Good events widen the budget, each by its share; nothing else does while no bad event leaves
    /// the window.
    @Test
    void budgetLeft_growsOnlyByWhatNewEventsAllow() {
        Seeds.forEach(
                5,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    ServiceOnRecord service = new ServiceOnRecord(2, START - 1);
                    SloAccount account = SloAccount.open(slo("99", WINDOW), service.store(), null);
                    SloStatus before = account.status(START);
                    for (int round = 1; round <= 1_000; round++) {
                        long now = START + round * SCRAPE;
                        live(service, random, round, now);
                        SloStatus status = account.status(now);
                        double fresh = status.events().total() - before.events().total();
                        double grown = left(status) - left(before);
                        assertThat(grown).isLessThanOrEqualTo(fresh * 0.01 + 1e-9);
                        assertThat(status.events().badAtMost())
                                .isGreaterThanOrEqualTo(before.events().badAtMost());
                        before = status;
                    }
                });
    }

    private static double left(SloStatus status) {
        return status.budgetTotal() - status.events().badAtMost();
    }

    @Test
    void budget_overTime_fallsWithTheBadEvents() {
        ServiceOnRecord service = new ServiceOnRecord(1, START);
        SloAccount account = SloAccount.open(slo("99", Duration.ofHours(1)), service.store(), null);
        service.scrape(0, START);
        for (int round = 1; round <= 120; round++) {
            service.requests(0, "200", 99);
            service.requests(0, round <= 60 ? "200" : "500", 1);
            service.scrape(0, START + round * SCRAPE);
        }
        long end = START + 120 * SCRAPE + Duration.ofMinutes(5).toMillis();
        account.settle(end);
        List<BudgetPoint> points = account.budget(START, end, 1000);
        assertThat(points.getFirst().left()).isEqualTo(1);
        assertThat(points.getLast().total()).isEqualTo(12_000);
        assertThat(points.getLast().bad()).isEqualTo(60);
        assertThat(points.getLast().left()).isCloseTo(0.5, within(1e-9));
        assertThat(points).isSortedAccordingTo(Comparator.comparingLong(BudgetPoint::time));
        assertThat(account.budget(START, end, 5))
                .hasSizeLessThanOrEqualTo(5)
                .contains(points.getLast());
    }

    @Test
    void tornLedger_countsTheLostSlotsAgain() throws IOException {
        ServiceOnRecord service = new ServiceOnRecord(1, START);
        LedgerPlace place = new LedgerPlace(directory);
        SloAccount account = SloAccount.open(slo("99", WINDOW), service.store(), place);
        for (int round = 0; round <= 240; round++) {
            service.requests(0, "200", 1);
            service.scrape(0, START + round * SCRAPE);
        }
        long later = START + Duration.ofMinutes(70).toMillis();
        account.settle(later);
        account.close();
        Path file = directory.resolve("availability.ledger");
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut <= 2 * LedgerFile.RECORD_BYTES; cut++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            try (SloAccount again = SloAccount.open(slo("99", WINDOW), service.store(), place)) {
                assertThat(again.status(later).events().total()).isEqualTo(240);
            }
        }
        whole[whole.length - 10] ^= 1;
        Files.write(file, whole);
        try (SloAccount again = SloAccount.open(slo("99", WINDOW), service.store(), place)) {
            assertThat(again.status(later).events().total()).isEqualTo(240);
        }
    }
}

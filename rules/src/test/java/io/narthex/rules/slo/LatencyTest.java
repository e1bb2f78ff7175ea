package io.narthex.rules.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/// Latencies: what a histogram knows of a threshold.
class LatencyTest {
    private static final long START = 1_700_000_000_000L;

    private final ListStore store = new ListStore();

    private void scrape(long now, String instance, double... cumulative) {
        try (Appender out = store.appender()) {
            append(out, now, Labels.of("__name__", "up", "job", "a", "instance", instance), 1);
            String[] bounds = {"0.5", "1.0", "+Inf"};
            for (int i = 0; i < bounds.length; i++) {
                Labels bucket =
                        Labels.of(
                                "__name__",
                                "latency_bucket",
                                "job",
                                "a",
                                "instance",
                                instance,
                                "le",
                                bounds[i]);
                append(out, now, bucket, cumulative[i]);
            }
            out.commit();
        }
    }

    private static void append(Appender out, long now, Labels labels, double value) {
        out.append(out.resolve(labels), now, value);
    }

    private SloStatus status(double threshold) {
        Slo slo =
                new Slo(
                        "latency",
                        new BigDecimal("95"),
                        Duration.ofDays(30),
                        new Indicator.Latency(
                                "latency", List.of(LabelMatcher.equal("job", "a")), threshold),
                        Labels.empty(),
                        0);
        try (SloAccount account = SloAccount.open(slo, store, null)) {
            return account.status(START + 30_000);
        }
    }

    private void fill() {
        scrape(START, "1", 0, 0, 0);
        scrape(START, "2", 0, 0, 0);
        scrape(START + 15_000, "1", 10, 15, 20);
        scrape(START + 15_000, "2", 70, 75, 80);
    }

    @Test
    void thresholdThatIsABound_isExact() {
        fill();
        SloStatus status = status(1);
        assertThat(status.events()).isEqualTo(new Events(100, 10, 10, START));
        assertThat(status.attained()).isEqualTo(0.9);
        assertThat(status.attainedAtMost()).isEqualTo(0.9);
        assertThat(status.bounds()).isEqualTo(new Bounds(1, 1));
        assertThat(status.sentence())
                .isEqualTo(
                        "95% within 1 s over 30 days allows 5% of the requests to be slower; 200%"
                                + " of it is spent");
    }

    @Test
    void thresholdBetweenBounds_leavesTheTruthBetweenTwoValues() {
        fill();
        SloStatus status = status(0.8);
        assertThat(status.events()).isEqualTo(new Events(100, 10, 20, START));
        assertThat(status.attained()).isEqualTo(0.8);
        assertThat(status.attainedAtMost()).isEqualTo(0.9);
        assertThat(status.bounds()).isEqualTo(new Bounds(0.5, 1));
    }

    @Test
    void thresholdAboveAllBounds_knowsOnlyTheLeast() {
        fill();
        SloStatus status = status(2);
        assertThat(status.events()).isEqualTo(new Events(100, 0, 10, START));
        assertThat(status.bounds()).isEqualTo(new Bounds(1, Double.POSITIVE_INFINITY));
    }

    @Test
    void thresholdBelowAllBounds_knowsOnlyTheMost() {
        fill();
        assertThat(status(0.1).events()).isEqualTo(new Events(100, 20, 100, START));
    }
}

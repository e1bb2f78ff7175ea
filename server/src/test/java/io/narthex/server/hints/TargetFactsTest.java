package io.narthex.server.hints;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.MetricType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class TargetFactsTest {
    private final ListedTargets targets = new ListedTargets();
    private long nanos;
    private final TargetFacts facts = new TargetFacts(targets, () -> nanos);

    /// What two targets say of a family, and whether a series is a counter then.
    @ParameterizedTest
    @CsvSource({
        // no metadata at all: the name decides, where it does
        "x_total,   other,   GAUGE,          UNKNOWN,  true",
        "x_count,   other,   GAUGE,          UNKNOWN,  false",
        "x,         other,   COUNTER,        UNKNOWN,  false",
        // the series' own metadata
        "x_total,   x_total, COUNTER,        UNKNOWN,  true",
        "x_total,   x_total, GAUGE,          UNKNOWN,  false",
        "x_total,   x_total, UNKNOWN,        UNKNOWN,  true",
        "hits,      hits,    COUNTER,        COUNTER,  true",
        "hits,      hits,    COUNTER,        GAUGE,    false",
        "x_count,   x_count, COUNTER,        COUNTER,  true",
        // those of its family
        "x_total,   x,       COUNTER,        COUNTER,  true",
        "x_created, x,       COUNTER,        COUNTER,  false",
        "x_count,   x,       HISTOGRAM,      UNKNOWN,  true",
        "x_sum,     x,       HISTOGRAM,      UNKNOWN,  true",
        "x_bucket,  x,       HISTOGRAM,      UNKNOWN,  true",
        "x_count,   x,       SUMMARY,        SUMMARY,  true",
        "x_sum,     x,       SUMMARY,        SUMMARY,  true",
        "x_bucket,  x,       SUMMARY,        SUMMARY,  false",
        "x,         x,       SUMMARY,        SUMMARY,  false",
        "x_bucket,  x,       GAUGEHISTOGRAM, UNKNOWN,  false",
        "x_count,   x,       HISTOGRAM,      GAUGE,    false",
        "x_count,   x,       GAUGE,          GAUGE,    false"
    })
    void counters_areKnownByMetadataThenByName(
            String series, String family, MetricType one, MetricType other, boolean counter) {
        targets.add("a", "1", Duration.ofSeconds(15)).say(family, one);
        targets.add("a", "2", Duration.ofSeconds(15)).say(family, other);
        assertThat(facts.isCounter(series)).isEqualTo(counter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // targets with metadata: the longest interval of those that may be meant
                "c_total                              | 60",
                "c_total{job=\"a\"}                   | 60",
                "c_total{instance=\"1\"}              | 15",
                "c_total{instance=~\"[12]\"}          | 60",
                "c_total{job=\"b\"}                   | 30",
                "c_total{job!=\"a\",path=\"/\"}       | 30",
                "h_bucket{le=\"1\"}                   | 60",
                // nobody knows whose it is: the shortest of those that may be meant
                "unknown                              | 15",
                "unknown{job=\"b\"}                   | 30",
                "{job=\"a\"}                          | 15",
                // nobody's
                "c_total{job=\"c\"}                   | 0",
                "c_total{instance=\"\"}               | 0"
            })
    void interval_isThatOfTheTargetsThatAreMeant(String selector, long seconds) {
        targets.add("a", "1", Duration.ofSeconds(15)).say("c", MetricType.COUNTER);
        targets.add("a", "2", Duration.ofSeconds(60))
                .say("c_total", MetricType.COUNTER)
                .say("h", MetricType.HISTOGRAM);
        targets.add("b", "3", Duration.ofSeconds(30)).say("c", MetricType.COUNTER);
        SelectorUse use = SelectorUse.of(Hinting.parse(selector)).getFirst();
        assertThat(facts.intervalMillis(use)).isEqualTo(seconds * 1000);
        assertThat(facts.longestIntervalMillis()).isEqualTo(60_000);
    }

    @Test
    void noTargets_haveNoInterval() {
        SelectorUse use = SelectorUse.of(Hinting.parse("c_total")).getFirst();
        assertThat(facts.intervalMillis(use)).isZero();
        assertThat(facts.longestIntervalMillis()).isZero();
    }

    @Test
    void answers_areRememberedForSeconds() {
        targets.add("a", "1", Duration.ofSeconds(15)).say("hits", MetricType.COUNTER);
        SelectorUse use = SelectorUse.of(Hinting.parse("hits")).getFirst();
        assertThat(facts.isCounter("hits")).isTrue();
        assertThat(facts.intervalMillis(use)).isEqualTo(15_000);
        int asked = targets.asked();
        targets.add("a", "2", Duration.ofSeconds(60)).say("hits", MetricType.GAUGE);
        nanos += Duration.ofSeconds(4).toNanos();
        assertThat(facts.isCounter("hits")).isTrue();
        assertThat(facts.intervalMillis(use)).isEqualTo(15_000);
        assertThat(facts.longestIntervalMillis()).isEqualTo(15_000);
        assertThat(targets.asked()).isEqualTo(asked);
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(facts.isCounter("hits")).isFalse();
        assertThat(facts.intervalMillis(use)).isEqualTo(60_000);
        assertThat(facts.longestIntervalMillis()).isEqualTo(60_000);
    }

    @Test
    void answers_areRememberedUpToABound() {
        targets.add("a", "1", Duration.ofSeconds(15)).say("hits", MetricType.COUNTER);
        for (int i = 0; i < 5000; i++) {
            assertThat(facts.isCounter("x" + i)).isFalse();
        }
        int asked = targets.asked();
        assertThat(facts.isCounter("x1")).isFalse();
        assertThat(targets.asked()).isEqualTo(asked);
        assertThat(facts.isCounter("hits")).isTrue();
        assertThat(targets.asked()).isGreaterThan(asked);
    }
}

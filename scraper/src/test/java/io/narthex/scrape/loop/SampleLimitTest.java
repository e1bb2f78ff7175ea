package io.narthex.scrape.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeLimits;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.StartTimestamps;
import io.narthex.scrape.text.ExpositionParser;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class SampleLimitTest {
    private final RecordingAppender store = new RecordingAppender();
    private final BodyAppender appender = appender();

    private static BodyAppender appender() {
        ScrapeConfig config =
                ScrapeConfig.builder("j").limits(ScrapeLimits.NONE.withSamples(2)).build();
        return new BodyAppender(
                config,
                config.histograms(),
                new StartSamples(new ListStore(), StartTimestamps.NONE),
                new SeriesLabels(Labels.empty(), config),
                new ScrapeCache(),
                new MetadataCache(),
                new ScrapeCounters());
    }

    private void scrape(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        appender.append(
                ExpositionParser.of(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, bytes, bytes.length),
                store,
                1);
    }

    @Test
    void seriesBeyondTheLimit_areCountedButNotCreated() {
        assertThatThrownBy(() -> scrape("a 1\nb 1\nc 1\nd 1\n"))
                .isInstanceOf(ScrapeFailure.class)
                .hasMessageStartingWith("sample limit exceeded");
        assertThat(store.resolved).containsExactly("a", "b");
        assertThat(appender.total()).isEqualTo(4);
        assertThat(appender.added()).isEqualTo(4);
        assertThat(appender.seriesAdded()).isEqualTo(2);
    }

    @Test
    void repetitions_doNotCountTowardsTheLimit() {
        scrape("a 1\na 2\na 3\nb 1\n");
        assertThat(store.resolved).containsExactly("a", "b");
        assertThat(appender.added()).isEqualTo(4);
    }

    /// Takes everything and remembers which series it was asked for.
    private static final class RecordingAppender implements Appender {
        private final List<String> resolved = new ArrayList<>();

        @Override
        public long resolve(Labels labels) {
            resolved.add(labels.metricName());
            return resolved.size();
        }

        @Override
        public AppendStatus append(long ref, long timestamp, double value) {
            return AppendStatus.OK;
        }

        @Override
        public AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
            return AppendStatus.INVALID_HISTOGRAM;
        }

        @Override
        public CommitResult commit() {
            return CommitResult.allAccepted(0);
        }

        @Override
        public void rollback() {}

        @Override
        public void close() {}
    }
}

package io.narthex.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.tsdb.cardinality.IndexStats;
import io.narthex.tsdb.cardinality.IndexStats.Count;

import org.junit.jupiter.api.Test;

import java.util.List;

class IndexCensusTest {
    private final SeriesIndex index = new SeriesIndex();
    private int slots;

    private void add(String... labels) {
        index.add((1L << 32) | slots++, Labels.of(labels));
    }

    @Test
    void stats_areThoseOfPrometheus() {
        add(Labels.NAME, "a", "job", "web", "path", "/");
        add(Labels.NAME, "a", "job", "web", "path", "/ä");
        add(Labels.NAME, "a", "job", "db");
        add(Labels.NAME, "b", "job", "web");
        IndexStats stats = index.stats(2);
        assertThat(stats.series()).isEqualTo(4);
        assertThat(stats.labelPairs()).isEqualTo(6);
        assertThat(stats.seriesByMetric()).containsExactly(new Count("a", 3), new Count("b", 1));
        assertThat(stats.valuesByLabel())
                .containsExactly(new Count(Labels.NAME, 2), new Count("job", 2));
        // job: 3 * "web" + "db"; path: "/" and three bytes of "/ä".
        assertThat(stats.bytesByLabel())
                .containsExactly(new Count("job", 11), new Count(Labels.NAME, 4));
        assertThat(stats.seriesByPair())
                .containsExactly(new Count("__name__=a", 3), new Count("job=web", 3));
    }

    @Test
    void crowd_isTheLargestMetricAndTheLabelThatExplodes() {
        for (int i = 0; i < 30; i++) {
            add(Labels.NAME, "logins_total", "job", "web", "user_id", "u" + i, "zone", "z" + i % 4);
        }
        add(Labels.NAME, "disk", "job", "db", "disk", "sda");
        assertThat(index.crowd("job", "web"))
                .isEqualTo(new Crowd("logins_total", 30, "user_id", 30, List.of("u0", "u1", "u2")));
        assertThat(index.crowd("job", "db"))
                .isEqualTo(new Crowd("disk", 1, "disk", 1, List.of("sda")));
        assertThat(index.crowd("job", "none")).isNull();
        assertThat(index.crowd(Labels.NAME, null)).isNotNull();
    }
}

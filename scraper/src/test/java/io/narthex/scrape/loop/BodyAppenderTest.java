package io.narthex.scrape.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.StartTimestamps;
import io.narthex.scrape.text.ExpositionException;
import io.narthex.scrape.text.ExpositionParser;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

class BodyAppenderTest {
    private static final Labels TARGET = Labels.of("job", "j");

    private final ListStore store = new ListStore();
    private final BodyAppender appender = appender();

    private static BodyAppender appender() {
        ScrapeConfig config = ScrapeConfig.builder("j").build();
        return new BodyAppender(
                config,
                config.histograms(),
                new StartSamples(new ListStore(), StartTimestamps.NONE),
                new SeriesLabels(TARGET, config),
                new ScrapeCache(),
                new MetadataCache(),
                new ScrapeCounters());
    }

    private static void scrape(ListStore store, BodyAppender to, String body, long time) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Appender batch = store.appender()) {
            to.append(
                    ExpositionParser.of(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, bytes, bytes.length),
                    batch,
                    time);
            batch.commit();
            return;
        } catch (ExpositionException _) {
            // a failed scrape is an empty one
        }
        try (Appender batch = store.appender()) {
            to.appendNothing(batch, time);
            batch.commit();
        }
    }

    /// Every sample as `value@time`, by the series' `n` label.
    private static Map<String, List<String>> content(ListStore store) {
        Map<String, List<String>> content = new TreeMap<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet all =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal("job", "j")));
            for (int i = 0; i < all.size(); i++) {
                SeriesData series = all.cursor().at(i);
                List<String> samples = new ArrayList<>();
                for (int k = 0; k < series.count(); k++) {
                    double v = series.valueAt(k);
                    samples.add((StaleNaN.isStale(v) ? "stale" : (int) v) + "@" + series.timeAt(k));
                }
                content.put(series.labels().getOrEmpty("n"), samples);
            }
        }
        return content;
    }

    @Test
    void twoSpellingsOfOneSeries_areNotMarkedWhileOneComes() {
        scrape(store, appender, "a{n=\"1\",m=\"2\"} 1\na{m=\"2\",n=\"1\"} 1\n", 1);
        scrape(store, appender, "a{n=\"1\",m=\"2\"} 2\n", 2);
        scrape(store, appender, "b 2\n", 3);
        assertThat(content(store).get("1")).containsExactly("1@1", "2@2", "stale@3");
    }

    @Test
    void seriesWhoseFirstSampleHasAnImpossibleTime_isNotCreated() {
        store.refuseBefore(1000);
        long future = 2000 + 3_600_000;
        scrape(
                store,
                appender,
                "a{n=\"1\"} 1 999\na{n=\"2\"} 1 " + future + "\na{n=\"3\"} 1\n",
                2000);
        assertThat(store.seriesCreated()).isEqualTo(1);
        assertThat(appender.added()).isEqualTo(3);
        assertThat(appender.seriesAdded()).isEqualTo(1);
        scrape(store, appender, "a{n=\"1\"} 2 2500\n", 3000);
        assertThat(content(store)).containsEntry("1", List.of("2@2500")).containsOnlyKeys("1", "3");
    }

    @Test
    void failingScrapes_doNotFillTheCache() {
        for (int i = 0; i < 50; i++) {
            StringBuilder body = new StringBuilder();
            for (int k = 0; k < 200; k++) {
                body.append("a{n=\"").append(i * 200 + k).append("\"} 1\n");
            }
            scrape(store, appender, body.append("broken").toString(), i);
        }
        scrape(store, appender, "a{n=\"x\"} 1\n", 100);
        assertThat(content(store)).containsOnlyKeys("x");
    }

    @Test
    void exemplars_goWithTheirSeries() {
        byte[] body =
                """
                # TYPE a counter
                a_total{n="1"} 1 # {trace_id="x"} 0.5
                a_total{n="2"} 1 # {trace_id="y"} 0.25 3.5
                a_total{n="3"} 1
                # EOF
                """
                        .getBytes(StandardCharsets.UTF_8);
        try (Appender batch = store.appender()) {
            appender.append(
                    ExpositionParser.of(ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0, body, body.length),
                    batch,
                    1000);
            batch.commit();
        }
        Labels series = Labels.of("__name__", "a_total", "job", "j");
        assertThat(store.exemplars(0, 10_000, List.of(List.of(LabelMatcher.equal("job", "j")))))
                .containsExactly(
                        new ExemplarSeries(
                                series.with("n", "1"),
                                List.of(
                                        new Exemplar(
                                                Labels.of("trace_id", "x"), 0.5, 1000, false))),
                        new ExemplarSeries(
                                series.with("n", "2"),
                                List.of(
                                        new Exemplar(
                                                Labels.of("trace_id", "y"), 0.25, 3500, true))));
    }

    /// Whatever comes and goes, in whatever order: what is stored is what a naive reader would have
    /// stored.
    @Test
    void randomScrapes_areStoredAsANaiveReaderWould() {
        Seeds.forEach(60, seed -> compare(Seeds.random(seed)));
    }

    private static void compare(RandomGenerator random) {
        ListStore store = new ListStore();
        BodyAppender appender = appender();
        Map<String, List<String>> expected = new TreeMap<>();
        Set<String> live = Set.of();
        List<Integer> order = new ArrayList<>();
        for (int time = 1; time <= 30; time++) {
            change(order, random);
            boolean broken = random.nextInt(8) == 0;
            Set<String> now = new LinkedHashSet<>();
            StringBuilder body = new StringBuilder();
            for (int n : order) {
                body.append("a{n=\"").append(n).append("\"} ").append(time).append('\n');
                now.add(String.valueOf(n));
            }
            String text = broken ? body + "broken" : body.toString();
            scrape(store, appender, text, time);
            Set<String> came = broken ? Set.of() : now;
            for (String n : came) {
                expected.computeIfAbsent(n, _ -> new ArrayList<>()).add(time + "@" + time);
            }
            for (String n : live) {
                if (!came.contains(n)) {
                    expected.computeIfAbsent(n, _ -> new ArrayList<>()).add("stale@" + time);
                }
            }
            live = came;
        }
        assertThat(content(store)).isEqualTo(expected);
    }

    private static void change(List<Integer> order, RandomGenerator random) {
        switch (random.nextInt(5)) {
            case 0 -> order.removeIf(_ -> random.nextInt(4) == 0);
            case 1 -> Collections.shuffle(order, new Random(random.nextLong()));
            case 2 -> {
                for (int i = random.nextInt(100); i > 0; i--) {
                    int n = random.nextInt(300);
                    if (!order.contains(n)) {
                        order.add(random.nextInt(order.size() + 1), n);
                    }
                }
            }
            default -> Collections.rotate(order, random.nextInt(3));
        }
    }
}

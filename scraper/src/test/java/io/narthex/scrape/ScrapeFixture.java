package io.narthex.scrape;

import static org.awaitility.Awaitility.await;

import io.narthex.model.Appendable;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.scrape.http.HostResolver;
import io.narthex.testkit.ListStore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A scraper with a store, and what tests ask of both.
final class ScrapeFixture implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ListStore store;
    final Scraper scraper;

    ScrapeFixture() {
        this(UnaryOperator.identity());
    }

    ScrapeFixture(UnaryOperator<ScraperOptions> options) {
        this(options, HostResolver.SYSTEM, UnaryOperator.identity());
    }

    private ScrapeFixture(
            UnaryOperator<ScraperOptions> options,
            HostResolver resolver,
            UnaryOperator<Appendable> wrapping) {
        store = new ListStore();
        ScraperOptions of = options.apply(ScraperOptions.of("test", 1));
        scraper = new Scraper(wrapping.apply(store), of, resolver, Duration.ofMillis(100));
    }

    static ScrapeFixture resolvingWith(HostResolver resolver) {
        return new ScrapeFixture(UnaryOperator.identity(), resolver, UnaryOperator.identity());
    }

    /// @param wrapping puts something between the scraper and the store
    static ScrapeFixture storingThrough(UnaryOperator<Appendable> wrapping) {
        return new ScrapeFixture(UnaryOperator.identity(), HostResolver.SYSTEM, wrapping);
    }

    static ScrapeConfig.Builder job(FakeTarget... targets) {
        List<String> addresses = List.of(targets).stream().map(FakeTarget::address).toList();
        return jobOf(addresses);
    }

    static ScrapeConfig.Builder jobOf(List<String> addresses) {
        return ScrapeConfig.builder("job")
                .interval(INTERVAL)
                .targetGroups(List.of(TargetGroup.ofAddresses(addresses, Labels.empty(), "0")));
    }

    void scrape(ScrapeConfig.Builder... jobs) {
        scraper.apply(List.of(jobs).stream().map(ScrapeConfig.Builder::build).toList());
    }

    /// The samples of every series with a name.
    List<Double> values(String name) {
        List<Double> values = new ArrayList<>();
        for (SeriesData series : series(name)) {
            for (int i = 0; i < series.count(); i++) {
                values.add(series.valueAt(i));
            }
        }
        return values;
    }

    List<Long> times(String name) {
        List<Long> times = new ArrayList<>();
        for (SeriesData series : series(name)) {
            for (int i = 0; i < series.count(); i++) {
                times.add(series.timeAt(i));
            }
        }
        return times;
    }

    List<Labels> labels(String name) {
        return series(name).stream().map(SeriesData::labels).toList();
    }

    List<SeriesData> series(String name) {
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet found =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(LabelMatcher.equal(Labels.NAME, name)));
            List<SeriesData> all = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                all.add(found.cursor().at(i));
            }
            return all;
        }
    }

    void awaitValue(String name, double value) {
        await().atMost(PATIENCE).until(() -> values(name).contains(value));
    }

    void awaitStale(String name) {
        await().atMost(PATIENCE).until(() -> values(name).stream().anyMatch(StaleNaN::isStale));
    }

    /// The error of the only target without its hint, once its scrape failed. On a machine that is
    /// busy a scrape may run out of time before it fails for the reason that the test is about.
    String awaitError() {
        await().atMost(PATIENCE)
                .until(() -> !lastError().isEmpty() && !lastError().contains("deadline exceeded"));
        return lastError().replaceFirst(" \\(hint: .*\\)$", "");
    }

    private String lastError() {
        return scraper.activeTargets().getFirst().lastError();
    }

    @Override
    public void close() {
        scraper.close();
    }
}

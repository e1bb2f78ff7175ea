package io.narthex.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// However long a query is at something, it looks now and then whether it may go on: looks are
/// counted, against the work there is between them. So nothing here depends on the machine.
///
/// Each query has one operator more than another query over the same data, and must look more often
/// than that in proportion to what the operator has to do: to samples, rows, comparisons or values.
///
/// How much processor time there was between two looks is printed too, and not judged.
class LooksTest {
    private static final int LONG = 200_000;
    private static final int WIDE = 30_000;
    private static final int STEPS = 2_000;
    private static final int NARROW = 20;
    private static final Queryable STORE = store();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final List<String> FIGURES = new ArrayList<>();

    /// One series of many samples; many series of one; a histogram of many buckets; some series of
    /// many steps.
    private static Queryable store() {
        List<ListSeries> all = new ArrayList<>();
        add(all, LONG, "__name__", "long");
        for (int i = 0; i < WIDE; i++) {
            add(all, 1, "__name__", "wide", "g", "" + i % 7, "i", "" + i);
            add(all, 1, "__name__", "b_bucket", "le", "" + i % 10_000, "x", "" + i / 10_000);
        }
        for (int i = 0; i < NARROW; i++) {
            add(all, STEPS, "__name__", "s", "i", "" + i);
        }
        return new ListQueryable(all);
    }

    private static void add(List<ListSeries> all, int n, String... labels) {
        long[] times = new long[n];
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            times[i] = i * 1000L;
            values[i] = (i + 1 + all.size()) * 7919L % 100_003;
        }
        all.add(new ListSeries(all.size() + 1L, Labels.of(labels), times, values));
    }

    /// Queries at one time. What an operator does more is given in thousands.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Samples of one window: sorted, once and twice.
                "quantile_over_time(0.5, long[200000s])     | count_over_time(long[200000s]) | 200",
                "mad_over_time(long[200000s])               | count_over_time(long[200000s]) | 400",
                "sum_over_time(long[200000s:1s])            | vector(1)                      | 200",
                "long[200000s]                              | vector(1)                      | 200",
                // Rows.
                "wide                                       | vector(1)                      | 30",
                "wide[5m]                                   | vector(1)                      | 30",
                "sort(wide)                                 | wide                           | 200",
                "sort_by_label(wide, 'i')                   | wide                           | 200",
                "sum by (i) (wide)                          | vector(1)                      | 60",
                "topk(20000, wide)                          | wide                           | 20",
                "topk by (i) (5, wide)                      | wide                           | 30",
                "limit_ratio(0.5, wide)                     | vector(1)                      | 30",
                "count_values('v', wide)                    | vector(1)                      | 60",
                "label_replace(wide, 'n', '$1', 'i', '(.*)') | wide                          | 30",
                "label_join(wide, 'n', '-', 'i', 'g')       | wide                           | 30",
                "wide + on (i) wide                         | wide                           | 60",
                "wide and on (i) wide                       | wide                           | 60",
                "wide or wide                               | wide                           | 30",
                "abs(wide)                                  | vector(1)                      | 30",
                "max_over_time(wide[5m:1s])                 | vector(1)                      | 30",
                "histogram_quantile(0.9, b_bucket)          | b_bucket                       | 30",
                // Every value of a label is tried.
                "absent(wide{i=~'.*[a-z].*'})               | vector(1)                      | 15",
            })
    void instantQuery_looksAsOftenAsThereIsWork(String query, String baseline, int thousands) {
        long time = query.contains("long") ? (LONG - 1) * 1000L : 0;
        long looks = looks(QueryRequest.instant(query, time));
        long more = looks - looks(QueryRequest.instant(baseline, time));
        assertThat(more).as("looks").isGreaterThanOrEqualTo(thousands * 1000L / 50_000 + 1);
    }

    /// Queries over many steps.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s                                    | vector(1) | 40",
                "s + on (i) s                         | vector(1) | 120",
                "s and s                              | vector(1) | 80",
                "quantile(0.5, s)                     | vector(1) | 40",
                "topk(3, s)                           | vector(1) | 40",
                "count_values('v', s)                 | vector(1) | 40",
                "quantile_over_time(0.5, s[2m])       | s         | 4000",
                "stddev_over_time(s[2m])              | s         | 4000",
                "deriv(s[2m])                         | s         | 4000",
                "double_exponential_smoothing(s[2m], 0.5, 0.5) | s | 4000",
                "max_over_time(sum_over_time(s[10m])[10m:10s]) | s | 2000",
            })
    void rangeQuery_looksAsOftenAsThereIsWork(String query, String baseline, int thousands) {
        long looks = looks(QueryRequest.range(query, 0, STEPS * 1000L, 1000));
        long more = looks - looks(QueryRequest.range(baseline, 0, STEPS * 1000L, 1000));
        assertThat(more).as("looks").isGreaterThanOrEqualTo(thousands * 1000L / 50_000 + 1);
    }

    private static long looks(QueryRequest request) {
        Meter meter = new Meter();
        EngineOptions options =
                EngineOptions.DEFAULTS
                        .withThreads(1)
                        .withFeatures(EngineFeatures.STABLE.withParser(ParserOptions.ALL));
        try (QueryEngine engine = new QueryEngine(options, meter)) {
            engine.prepare(request, STORE).run();
            FIGURES.add(
                    String.format(
                            Locale.ROOT,
                            "%5d looks, at most %5.1f ms of processor time between: %s",
                            meter.looks,
                            meter.longest / 1e6,
                            request.query()));
        }
        return meter.looks;
    }

    @AfterAll
    static void tell() {
        FIGURES.forEach(System.out::println);
    }

    /// A clock that counts how often workers ask it.
    private static final class Meter implements LongSupplier {
        private long last = -1;
        private long looks;
        private long longest;

        @Override
        public synchronized long getAsLong() {
            if (Thread.currentThread().getName().startsWith("narthex-query")) {
                long now = THREADS.getCurrentThreadCpuTime();
                longest = last < 0 ? 0 : Math.max(longest, now - last);
                last = now;
                looks++;
            }
            return System.nanoTime();
        }
    }
}

package io.narthex.benchmarks;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.text.ExpositionParser;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Parsing an exposition of about 1 MB, per sample: every series lexed, and every series predicted
/// from the scrape before.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class ExpositionBenchmark {
    private static final int SAMPLES = 10_000;

    private byte[] body;
    private final int[] from = new int[SAMPLES];
    private final int[] to = new int[SAMPLES];

    /// Writes the body, and finds its series.
    @Setup
    public void write() {
        StringBuilder text = new StringBuilder("# TYPE requests_total counter\n");
        for (int i = 0; i < SAMPLES; i++) {
            text.append("requests_total{method=\"GET\",endpoint=\"/api/v1/resource/")
                    .append(i)
                    .append("\",status_code=\"200\",instance=\"host-")
                    .append(i % 50)
                    .append("\"} ")
                    .append(i * 37L % 100_000)
                    .append(i % 3 == 0 ? ".25\n" : "\n");
        }
        body = text.toString().getBytes(StandardCharsets.UTF_8);
        ExpositionParser parser = parser();
        int i = 0;
        for (var e = parser.next(); e != ExpositionParser.Entry.END; e = parser.next()) {
            if (e == ExpositionParser.Entry.SERIES) {
                from[i] = parser.seriesFrom();
                to[i++] = parser.seriesTo();
            }
        }
    }

    private ExpositionParser parser() {
        return ExpositionParser.of(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4, body, body.length);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public double lexed() {
        return parse(false);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public double predicted() {
        return parse(true);
    }

    private double parse(boolean predicting) {
        ExpositionParser parser = parser();
        double sum = 0;
        int i = 0;
        while (true) {
            if (predicting && i < SAMPLES) {
                parser.predict(body, from[i], to[i]);
            }
            ExpositionParser.Entry e = parser.next();
            if (e == ExpositionParser.Entry.END) {
                return sum;
            }
            if (e == ExpositionParser.Entry.SERIES) {
                sum += parser.value();
                i++;
            }
        }
    }
}

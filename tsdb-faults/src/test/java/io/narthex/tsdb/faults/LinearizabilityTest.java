package io.narthex.tsdb.faults;

import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Labels;
import io.narthex.testkit.ManualClock;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Appending, reading, sealing and dropping at the same time give what they would give one after
/// the other, in some order: Lincheck runs small random scenarios many times, and looks for that
/// order.
///
/// Times are milliseconds, and ranges so short that a few samples seal chunks and outlive their
/// retention.
public class LinearizabilityTest {
    private static final int SCENARIOS = Integer.getInteger("narthex.lincheck.scenarios", 6);
    private static final int RUNS = 300;

    private final Tsdb tsdb =
            new Tsdb(
                    TsdbOptions.builder()
                            .clock(new ManualClock(1000))
                            .chunkRange(Duration.ofMillis(8))
                            .retention(Duration.ofMillis(12))
                            .maxExemplars(0)
                            .maintenanceInterval(Duration.ZERO)
                            .build());

    /// Two series in one batch: readers see both samples or neither.
    @Operation
    public String append(@Param(gen = IntGen.class, conf = "1:40") int t) {
        try (Appender appender = tsdb.appender()) {
            appender.append(appender.resolve(Labels.of(Labels.NAME, "a")), t, t);
            appender.append(appender.resolve(Labels.of(Labels.NAME, "b")), t, 2 * t);
            return text(appender.commit());
        }
    }

    /// A series of its own for each of a few numbers: it comes, goes and comes again.
    @Operation
    public String appendTo(
            @Param(gen = IntGen.class, conf = "1:3") int series,
            @Param(gen = IntGen.class, conf = "1:40") int t) {
        try (Appender appender = tsdb.appender()) {
            Labels labels = Labels.of(Labels.NAME, "c", "n", String.valueOf(series));
            appender.append(appender.resolve(labels), t, series);
            return text(appender.commit());
        }
    }

    private static String text(CommitResult result) {
        return result.accepted() + " " + result.rejections();
    }

    @Operation
    public String read() {
        return Contents.of(tsdb).toString();
    }

    @Operation
    public void drop() {
        tsdb.collectGarbage();
    }

    @Test
    void store_isLinearizable() {
        new StressOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(RUNS)
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(3)
                .actorsAfter(1)
                .check(LinearizabilityTest.class);
    }
}

package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.testkit.ExternalProgram;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// `narthex slo rules`.
class SloCommandTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final long T0 = 1_750_003_200_000L;
    private static final long HOURS = 2 * 3_600_000L;

    @TempDir private Path folder = Path.of("");

    private String rules(Object... more) throws IOException {
        Path config = folder.resolve("narthex.yml");
        Files.writeString(
                config,
                """
                slos:
                  - name: availability
                    objective: 99.9
                    indicator:
                      total: requests_total{endpoint!="/metrics"}
                      bad: requests_total{endpoint!="/metrics",code=~"5.."}
                    labels: {team: "it's us"}
                    minimum_events: 100
                  - name: latency
                    indicator: {latency: {metric: seconds, threshold: 0.8, ratio: 0.95}}
                """);
        StringWriter out = new StringWriter();
        int exitCode =
                Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute(
                                Stream.concat(
                                                Stream.of("slo", "rules", "--config.file", config),
                                                Stream.of(more))
                                        .map(Object::toString)
                                        .toArray(String[]::new));
        assertThat(exitCode).isZero();
        return out.toString();
    }

    @Test
    void rules_areARuleFileThatPromtoolAccepts() throws Exception {
        String yaml = rules();
        assertThat(yaml).contains("slo:availability", "slo:latency", "le=\"0.8\"");
        ExternalProgram.require(PROMTOOL, "prometheus");
        Path file = Files.writeString(folder.resolve("slo.rules.yml"), yaml);
        Process promtool =
                new ProcessBuilder(PROMTOOL.toString(), "check", "rules", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).contains("SUCCESS: ").contains(" rules found");
    }

    @Test
    void dataDirectory_tellsTheBuckets() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Ulid ulid = Ulid.parse("01HXGCYCVB5B7DSHA4ZD5QFVXM");
        new BlockWriter(FileStore.local(), data, BlockEncoding.NATIVE)
                .write(
                        new ListQueryable(
                                Stream.of("0.5", "1", "+Inf").map(SloCommandTest::bucket).toList()),
                        T0,
                        T0 + HOURS,
                        ulid,
                        BlockMeta.Compaction.fromHead(ulid));
        assertThat(rules("--data-dir", data)).contains("le=\"0.5\"").doesNotContain("0.8");
    }

    private static ListSeries bucket(String bound) {
        return new ListSeries(
                1,
                Labels.of("__name__", "seconds_bucket", "le", bound),
                new long[] {T0 + HOURS - 60_000},
                new double[] {1});
    }
}

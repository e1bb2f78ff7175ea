package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.StaleNaN;
import io.narthex.testkit.ExternalProgram;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class TsdbCommandTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final long T0 = 1_750_003_200_000L;
    private static final long HOUR = 3_600_000;

    @TempDir private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        return commandLine
                // Buffered like a terminal's: what is not flushed is not seen.
                .setOut(new PrintWriter(new BufferedWriter(out), true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        Stream.concat(Stream.of("tsdb"), Stream.of(arguments).map(Object::toString))
                                .toArray(String[]::new));
    }

    private Path data() {
        return folder.resolve("data");
    }

    @BeforeEach
    void twoBlocks() throws IOException {
        List<ListSeries> series = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            long[] times = new long[900];
            double[] values = new double[900];
            for (int i = 0; i < times.length; i++) {
                times[i] = T0 + 15_000L * i;
                values[i] = i == 77 ? StaleNaN.VALUE : s == 3 ? i / 3.0 : s + 1e5 * i;
            }
            Labels labels = Labels.of(Labels.NAME, "m" + s / 2, "path", "/\"é\"" + s);
            series.add(new ListSeries(s, labels, times, values));
        }
        for (long from = T0; from < T0 + 4 * HOUR; from += 2 * HOUR) {
            Ulid ulid = Ulid.random(from);
            new BlockWriter(FileStore.local(), data(), BlockEncoding.NATIVE)
                    .write(
                            new ListQueryable(series),
                            from,
                            from + 2 * HOUR,
                            ulid,
                            BlockMeta.Compaction.fromHead(ulid));
        }
    }

    @Test
    void list_showsEveryBlock() {
        assertThat(run("list", data())).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .anyMatch(l -> l.startsWith("BLOCK ULID                  MIN TIME       MAX TIME"))
                .anyMatch(
                        l ->
                                l.contains(
                                        "1750003200000  1750010400000  2h0m0s       1920         8"
                                                + " "));
        assertThat(run("list", "-r", data())).isZero();
        assertThat(out.toString()).contains("  2025-06-15 16:00:00 +0000 UTC  ", "KiB\n");
    }

    @Test
    void list_noDirectory_isBadUsage() {
        assertThat(run("list", folder.resolve("none"))).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: there is no directory");
    }

    @Test
    void analyze_showsTheNewestBlock() {
        assertThat(run("analyze", "--limit", 2, data())).isZero();
        assertThat(out.toString())
                .contains(
                        "Duration: 2h0m0s\nTotal Series: 4\nLabel names: 2\n",
                        "Postings (unique label pairs): 6\n",
                        "Postings entries (total label pairs): 8\n",
                        "\nMost common label pairs:\n2 __name__=m0\n2 __name__=m1\n\n",
                        "\nHighest cardinality labels:\n4 path\n2 __name__\n");
    }

    @Test
    void dump_selectsSeriesAndTimes() {
        assertThat(
                        run(
                                "dump",
                                "--match",
                                "m1{path=~\".*2\"}",
                                "--min-time",
                                T0 + 75 * 15_000,
                                "--max-time",
                                T0 + 77 * 15_000,
                                data()))
                .isZero();
        String labels = "{__name__=\"m1\", path=\"/\\\"é\\\"2\"} ";
        assertThat(out.toString().lines())
                .containsExactly(
                        labels + "7.500002e+06 1750004325000",
                        labels + "7.600002e+06 1750004340000",
                        labels + "NaN 1750004355000");
        assertThat(run("dump", "--match", "sum(x)", data())).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: sum(x) is no selector of series");
    }

    @Test
    void inspectChunk_drawsItsBytes() {
        assertThat(run("inspect-chunk", "--time", T0 + HOUR, data(), "m1")).isZero();
        assertThat(out.toString())
                .contains(
                        "m1{path=\"/\\\"é\\\"2\"}\nchunk 2 of 2, in segment 000001 at ",
                        ": encoding 0x70, lfor\n240 samples from 2025-06-15T17:00:00Z to ",
                        "      0  09                        flags: no drop, fine slope\n",
                        "      1  f0                        samples: 240\n",
                        "interval, milliseconds: 15000\n");
    }

    @Test
    void verify_soundAndCorrupt() throws IOException {
        assertThat(run("verify", data())).isZero();
        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(l -> l.matches("[0-9A-Z]{26}: 4 series, 8 chunks, .* sound"));
        Path chunks = blocks().getFirst().resolve("chunks/000001");
        byte[] bytes = Files.readAllBytes(chunks);
        bytes[100] ^= 1;
        bytes[bytes.length - 9] ^= 1;
        Files.write(chunks, bytes);
        assertThat(run("verify", data())).isEqualTo(1);
        assertThat(out.toString()).contains(" 6 chunks, ", ": CORRUPT\n", ": sound\n");
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(l -> l.startsWith("error: " + chunks + " at "));
        assertThat(run("import", "--storage.path", folder.resolve("other"), data())).isEqualTo(1);
        assertThat(folder.resolve("other")).isDirectoryContaining("glob:**0*");
    }

    private List<Path> blocks() throws IOException {
        try (Stream<Path> all = Files.list(data())) {
            return all.sorted().toList();
        }
    }

    @Test
    void exportThenImport_keepsEverySample() {
        run("dump", data());
        String samples = out.toString();
        assertThat(samples.lines()).hasSize(4 * 900);
        Path exported = folder.resolve("exported");
        assertThat(run("export", data(), exported)).isZero();
        assertThat(out.toString()).contains(": 1920 samples of 4 series: written\n");
        run("dump", exported);
        assertThat(out.toString()).isEqualTo(samples);
        Path imported = folder.resolve("imported");
        assertThat(run("import", "--storage.path", imported, exported)).isZero();
        assertThat(out.toString()).contains(": copied\n");
        assertThat(run("import", "--storage.path", imported, exported)).isZero();
        assertThat(out.toString()).contains(": there already\n").doesNotContain("copied");
        run("dump", imported);
        assertThat(out.toString()).isEqualTo(samples);
        assertThat(run("export", data(), exported)).isEqualTo(1);
        assertThat(err.toString()).endsWith("exported is not empty\n");
    }

    @Test
    void exported_promtoolShowsTheSame() {
        ExternalProgram.require(PROMTOOL, "prometheus");
        Path exported = folder.resolve("exported");
        assertThat(run("export", "--min-time", T0 + 1_000_000, data(), exported)).isZero();
        assertThat(run("list", exported)).isZero();
        assertThat(promtool("list", exported)).isEqualTo(out.toString());
        assertThat(run("dump", exported)).isZero();
        assertThat(promtool("dump", exported)).isEqualTo(out.toString());
        assertThat(run("analyze", exported)).isZero();
        assertThat(sections(promtool("analyze", exported)))
                .isEqualTo(sections(out.toString().replace("Total Series: ", "Series: ")));
    }

    /// Lines of equal numbers stand in any order in promtool's lists.
    private static List<List<String>> sections(String analysis) {
        return Stream.of(analysis.split("\n\n"))
                .map(s -> s.lines().filter(l -> !l.isEmpty()).sorted().toList())
                .toList();
    }

    private String promtool(String command, Path data) {
        try (ExternalProgram program =
                ExternalProgram.start(
                        folder.resolve("log"),
                        Map.of(),
                        List.of(PROMTOOL.toString(), "tsdb", command, data.toString()))) {
            return program.finish();
        }
    }
}

package io.narthex.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Labels;
import io.narthex.model.LabelsText;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.model.Queryable;
import io.narthex.model.number.GoText;
import io.narthex.testkit.ExternalProgram;
import io.narthex.testkit.Seeds;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Blocks go both ways between Prometheus' own tool and this code.
class PromtoolTest {
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final long T0 = TestBlocks.T0;

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void required() {
        ExternalProgram.require(PROMTOOL, "prometheus");
    }

    @Test
    void blockWithXor_isListedAnalyzedAndDumped() throws IOException {
        Queryable store = TestBlocks.store(Seeds.random(8), 30, 600);
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("wal")); // promtool's dump wants one
        Path directory =
                TestBlocks.write(data, store, T0, T0 + 7_200_000, BlockEncoding.PROMETHEUS);
        assertThat(promtool("tsdb", "list", data.toString()))
                .contains(directory.getFileName().toString(), "14400 ", " 30 ");
        assertThat(promtool("tsdb", "analyze", data.toString()))
                .contains("Series: 30\n", "Highest cardinality metric names:\n6 metric_0\n");
        List<String> expected = new ArrayList<>();
        TestBlocks.samples(store, T0, T0 + 7_200_000 - 1)
                .forEach((labels, samples) -> samples.forEach(s -> expected.add(line(labels, s))));
        assertThat(promtool("tsdb", "dump", data.toString()).lines().toList())
                .containsExactlyElementsOf(expected);
    }

    /// As promtool writes a sample.
    private static String line(Labels labels, String sample) {
        int equals = sample.indexOf('=');
        double value = Double.longBitsToDouble(Long.parseLong(sample.substring(equals + 1)));
        String digits = GoText.g(value);
        return LabelsText.braced(labels) + " " + digits + " " + sample.substring(0, equals);
    }

    @Test
    void blockWithLfor_isRefused() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        TestBlocks.write(
                data,
                TestBlocks.store(Seeds.random(8), 3, 60),
                T0,
                T0 + 7_200_000,
                BlockEncoding.NATIVE);
        Path log = folder.resolve("log");
        try (ExternalProgram program =
                ExternalProgram.start(
                        log,
                        Map.of(),
                        List.of(PROMTOOL.toString(), "tsdb", "analyze", data.toString()))) {
            program.handle().onExit().join();
            assertThat(program.output()).contains("unknown index file version 114");
        }
    }

    @Test
    void blocksOfPromtool_areReadBitByBit_andWrittenAgainByteByByte() throws IOException {
        StringBuilder text = new StringBuilder("# TYPE requests counter\n");
        List<ListSeries> series = new ArrayList<>();
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300, 0.1, 5e-324, 17, 17, 3};
        for (int s = 0; s < 12; s++) {
            Labels labels = Labels.of(Labels.NAME, "requests_total", "path", "/\"é\n\\" + s);
            long[] times = new long[100];
            double[] values = new double[100];
            for (int i = 0; i < times.length; i++) {
                times[i] = T0 + 15_000L * i + (s % 3 == 0 ? 0 : s * i % 7);
                values[i] = s == 5 ? odd[i % odd.length] : s % 2 == 0 ? i * 3 : i / 7.0;
                text.append(labels)
                        .append(' ')
                        .append(GoText.g(values[i]))
                        .append(' ')
                        .append(times[i] / 1000)
                        .append(".%03d\n".formatted(times[i] % 1000));
            }
            series.add(new ListSeries(s + 1, labels, times, values));
        }
        Path in = folder.resolve("in");
        Files.writeString(in, text.append("# EOF\n"));
        Path data = folder.resolve("data");
        promtool("tsdb", "create-blocks-from", "openmetrics", in.toString(), data.toString());
        Path directory = onlyBlock(data);
        try (Block block = Block.open(FileStore.local(), directory)) {
            Map<Labels, List<String>> found = TestBlocks.samples(block);
            Map<Labels, List<String>> expected = TestBlocks.samples(new ListQueryable(series));
            // Prometheus' NaN is another than Java's.
            expected.values()
                    .forEach(
                            samples ->
                                    samples.replaceAll(
                                            s ->
                                                    s.replace(
                                                            "=" + 0x7ff8000000000000L,
                                                            "=" + 0x7ff8000000000001L)));
            assertThat(found).isEqualTo(expected);
            Path copy =
                    TestBlocks.write(
                            folder.resolve("copy"),
                            block,
                            block.meta().mint(),
                            block.meta().endTime(),
                            BlockEncoding.PROMETHEUS);
            assertThat(copy.resolve("chunks/000001"))
                    .hasSameBinaryContentAs(directory.resolve("chunks/000001"));
            assertThat(copy.resolve("tombstones"))
                    .hasSameBinaryContentAs(directory.resolve("tombstones"));
        }
    }

    private static Path onlyBlock(Path data) throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            List<Path> blocks = all.filter(p -> Ulid.isUlid(p.getFileName().toString())).toList();
            assertThat(blocks).hasSize(1);
            return blocks.getFirst();
        }
    }

    private String promtool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        try (ExternalProgram program =
                ExternalProgram.start(folder.resolve("log"), Map.of(), command)) {
            return program.finish();
        }
    }
}

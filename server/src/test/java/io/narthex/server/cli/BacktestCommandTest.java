package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.Labels;
import io.narthex.model.ListQueryable;
import io.narthex.model.ListSeries;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.block.BlockEncoding;
import io.narthex.tsdb.block.BlockMeta;
import io.narthex.tsdb.block.BlockWriter;
import io.narthex.tsdb.block.Ulid;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// `narthex backtest` over the blocks of a folder, and over a server that has the same.
class BacktestCommandTest {
    private static final long T0 = 1_750_003_200_000L;
    private static final long MINUTE = 60_000;

    private static final String RULES =
            """
            groups:
              - name: queue
                rules:
                  - {record: double, expr: length * 2}
                  - alert: Long
                    expr: double > 10
                    for: 2m
                    labels: {severity: page}
            """;

    @TempDir private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        Stream.concat(
                                        Stream.of("backtest"),
                                        Stream.of(arguments).map(Object::toString))
                                .toArray(String[]::new));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path rules() {
        return folder.resolve("rules.yml");
    }

    /// Two hours in which the queue is long for ten minutes, and once more for one.
    @BeforeEach
    void write() throws IOException {
        Files.writeString(rules(), RULES);
        Files.createDirectories(data());
        long[] times = new long[480];
        double[] values = new double[480];
        for (int i = 0; i < 480; i++) {
            times[i] = T0 + i * 15_000L;
            long minute = i / 4;
            values[i] = minute >= 60 && minute < 70 || minute == 90 ? 7 : 1;
        }
        Ulid ulid = Ulid.parse("01HXGCYCVB5B7DSHA4ZD5QFVXM");
        new BlockWriter(FileStore.local(), data(), BlockEncoding.NATIVE)
                .write(
                        new ListQueryable(
                                List.of(
                                        new ListSeries(
                                                1,
                                                Labels.of("__name__", "length", "job", "q"),
                                                times,
                                                values))),
                        T0,
                        T0 + 120 * MINUTE,
                        ulid,
                        BlockMeta.Compaction.fromHead(ulid));
    }

    private NarthexServer server() {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions options = ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(anywhere));
        return NarthexServer.start(
                options.withStorage(
                        options.storage().toBuilder()
                                .directory(data())
                                .retention(TsdbOptions.FOREVER)
                                .build()),
                ConfigFile.parse(
                        folder.resolve("narthex.yml").toString(),
                        "rule_files: [rules.yml]\n",
                        _ -> null));
    }

    @Test
    void folder_givesATable() {
        assertThat(run(rules(), "--data-dir", data(), "--last", "2h", "--for=0s,2m,20m"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines().map(String::strip))
                .startsWith("2025-06-15T16:00:00Z to 2025-06-15T18:00:00Z", "")
                .contains("Long (group queue of " + rules() + ", every 1m)", "double > 10")
                .containsSequence(
                        "for  threshold  episodes  fired  flaps  in firing  label sets  failed",
                        "0s   -          2         2      2      11m        1           0 of 120",
                        "2m   -          2         1      1      8m         1           0 of 120",
                        "20m  -          2         0      0      0s         1           0 of 120")
                .contains("Episodes with for=0s:")
                .contains("{alertname=\"Long\", job=\"q\", severity=\"page\"}")
                .anyMatch(l -> l.endsWith(": firing for 10m"));
        assertThat(run(rules(), "--data-dir", data(), "--threshold=1,3e1", "--format=json"))
                .isZero();
        assertThat(out.toString()).contains("\"threshold\":1,\"query\":\"double \\u003e 1\"");
    }

    @Test
    void server_answersTheSame_forTheFileAndForTheLoadedRules() {
        String[] range = {"--start=2025-06-15T16:30:00Z", "--end=1750010000", "--for=1m,5m"};
        assertThat(
                        run(
                                rules(),
                                "--data-dir",
                                data(),
                                range[0],
                                range[1],
                                range[2],
                                "--format=json"))
                .as(err.toString())
                .isZero();
        String local = out.toString();
        assertThat(local).contains("\"fired\":1", "\"failures\":0");
        try (NarthexServer server = server()) {
            String url = "--url=" + server.url();
            assertThat(run(rules(), url, range[0], range[1], range[2], "--format=json")).isZero();
            assertThat(out.toString()).isEqualTo(local);
            assertThat(run(url, range[0], range[1], range[2], "--format=json")).isZero();
            assertThat(out.toString()).isEqualTo(local);
            assertThat(run(url, range[0], range[1], range[2], "--alert=Long")).isZero();
            assertThat(out.toString()).contains("in firing", "pending for 1m, firing for");
            assertThat(run(url, "--alert=Other")).isEqualTo(1);
            assertThat(err.toString()).isEqualTo("error: there is no alert named \"Other\"\n");
        }
    }

    @Test
    void mistakes_areTold() throws IOException {
        assertThat(run("--data-dir", data())).isEqualTo(Main.USAGE);
        assertThat(err.toString()).contains("name a rule file");
        assertThat(run(rules(), "--data-dir", data(), "--last=1h", "--start=5"))
                .isEqualTo(Main.USAGE);
        assertThat(run(rules(), "--data-dir", folder.resolve("none"))).isEqualTo(Main.USAGE);
        assertThat(run(rules(), "--data-dir", data(), "--end=soon")).isEqualTo(Main.USAGE);
        assertThat(run(rules(), "--url=http://127.0.0.1:1")).isEqualTo(1);
        Files.writeString(rules(), RULES.replace("double > 10", "double >"));
        assertThat(run(rules(), "--data-dir", data())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: " + rules() + ": 6:")
                .contains("group \"queue\", rule 2, \"Long\"");
    }
}

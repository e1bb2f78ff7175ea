package io.narthex.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return run(Main.commandLine(args), args);
    }

    private int run(CommandLine commandLine, String... args) {
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void help_showsEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("demo", "server", "query", "check", "test", "backtest", "slo", "tsdb")
                .contains("report", "picture", "film");
        assertThat(run("server", "--help")).isZero();
        assertThat(out.toString())
                .contains("--config.file", "--storage.path", "--[no-]query.hints");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "server",
                "query",
                "check",
                "test",
                "backtest",
                "slo",
                "tsdb",
                "report",
                "picture",
                "film",
                "dashboard"
            })
    void help_ofACommandThatIsCalled_isAsAmongAllCommands(String command) {
        assertThat(run(Main.commandLine(), command, "--help")).isZero();
        String amongAll = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).isEqualTo(amongAll);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "--query.hints, true",
        "--query.hints=false, false",
        "--no-query.hints, false"
    })
    void queryHints_areOnUnlessNegated(String flag, boolean on) {
        String[] args = flag.isEmpty() ? new String[] {"server"} : new String[] {"server", flag};
        CommandSpec server = Main.commandLine().parseArgs(args).subcommand().commandSpec();
        assertThat(server.findOption("--query.hints").<Boolean>getValue()).isEqualTo(on);
    }

    @ParameterizedTest
    @CsvSource({
        "--alertmanager.notification-queue-capacity, 10000",
        "--alertmanager.notification-batch-size, 256",
        "--alertmanager.drain-notification-queue-on-shutdown, true",
        "--web.enable-silence-api, false",
    })
    void alertingFlags_havePrometheusDefaults(String flag, String value) {
        CommandSpec server = Main.commandLine().parseArgs("server").subcommand().commandSpec();
        assertThat(server.findOption(flag).<Object>getValue()).hasToString(value);
    }

    @Test
    void alertingFlags_areTakenAsPrometheusTakesThem() {
        CommandSpec server =
                Main.commandLine()
                        .parseArgs(
                                "server",
                                "--alertmanager.notification-queue-capacity=7",
                                "--no-alertmanager.drain-notification-queue-on-shutdown")
                        .subcommand()
                        .commandSpec();
        assertThat(
                        server.findOption("--alertmanager.drain-notification-queue-on-shutdown")
                                .<Boolean>getValue())
                .isFalse();
        assertThat(
                        server.findOption("--alertmanager.notification-queue-capacity")
                                .<Integer>getValue())
                .isEqualTo(7);
    }

    @Test
    void enableFeature_takesSeveralNamesSeveralTimes() {
        CommandSpec server =
                Main.commandLine()
                        .parseArgs("server", "--enable-feature=a,b", "--enable-feature", "c")
                        .subcommand()
                        .commandSpec();
        assertThat(server.findOption("--enable-feature").<List<String>>getValue())
                .containsExactly("a", "b", "c");
        assertThat(run("server", "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("--enable-feature=NAME")
                .contains("promql-experimental-functions, promql-extended-range-selectors");
    }

    @Test
    void version_isShown() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("narthex ");
    }

    @Test
    void noCommand_isBadUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: narthex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query instant x", "tsdb bench data", "check service-discovery a.yml"})
    void laterCommands_saySo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("error: narthex " + line.split(" ")[0])
                .contains("is not supported yet");
    }

    @Test
    void groupWithoutACommand_namesThem() {
        assertThat(run("query")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "error: narthex query needs a command: explain; narthex query --help"
                                + " tells more"
                                + System.lineSeparator());
    }

    @Test
    void queryExplain_runningServer_showsPlanAndOperators() {
        ServerOptions options =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        Configuration nothing = ConfigFile.parse("test.yml", "scrape_configs: []", _ -> null);
        try (NarthexServer server = NarthexServer.start(options, nothing)) {
            String url = "--server=" + server.url();
            assertThat(run("query", "explain", url, "sum(rate(x[5m])) * (1 + 2)")).isZero();
            assertThat(out.toString())
                    .contains("Plan\n  Binary *\n", "Plan after fold-numbers\n", "Operators\n")
                    .doesNotContain("self");
            String range = "--start=0 --end=60 --step=15 --analyze x";
            assertThat(run(("query explain " + url + " " + range).split(" "))).isZero();
            assertThat(out.toString()).contains("[rows 0 of 0, values 0, samples read 0, ");
            assertThat(run("query", "explain", url, "--format=json", "x")).isZero();
            assertThat(out.toString()).contains("{\"status\":\"success\",\"data\":{\"expr");
            assertThat(run("query", "explain", url, "sum(")).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("error: invalid parameter \"query\": 1:5: parse error: ");
        }
    }

    @Test
    void queryExplain_noServer_tellsHowToNameOne() {
        assertThat(run("query", "explain", "--server=http://127.0.0.1:1", "x")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: http://127.0.0.1:1 can't be asked (")
                .contains("--server=URL");
    }

    @Test
    void unknownFlag_isBadUsage() {
        assertThat(run("server", "--web.listen-adress=:1")).isEqualTo(2);
        assertThat(err.toString()).contains("--web.listen-adress");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9090", "localhost:", "localhost:99999", "localhost:http"})
    void badAddress_showsAGoodOne(String address) {
        assertThat(run("server", "--web.listen-address=" + address)).isEqualTo(2);
        assertThat(err.toString()).contains("127.0.0.1:9090");
    }

    @Test
    void disabledOptimizers_areSplitAtCommas() {
        String flag = "--query.disable-optimizer=sort-matchers,fold-numbers";
        CommandSpec server =
                Main.commandLine().parseArgs("server", flag).subcommand().commandSpec();
        assertThat(server.findOption("--query.disable-optimizer").<List<String>>getValue())
                .containsExactly("sort-matchers", "fold-numbers");
    }

    @Test
    void unknownOptimizer_showsThoseKnown() {
        assertThat(run("server", "--query.disable-optimizer=sort-matchers,sorting")).isEqualTo(2);
        assertThat(err.toString())
                .contains("unknown optimizer \"sorting\"; known are fold-numbers, sort-matchers, ");
    }

    @Test
    void badDuration_isBadUsage() {
        assertThat(run("demo", "--for=soon")).isEqualTo(2);
        assertThat(err.toString()).contains("--for").contains("not a valid duration");
    }

    @Test
    void missingConfiguration_isOneLine() {
        assertThat(run("server", "--config.file=/nowhere/n.yml")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "error: /nowhere/n.yml: no such file; name yours with"
                                + " --config.file=FILE\n");
    }

    @Test
    void checkConfig_tellsGoodFromBad(@TempDir Path folder) throws IOException {
        Path good =
                Files.writeString(folder.resolve("good.yml"), "scrape_configs: [{job_name: a}]");
        Path bad = Files.writeString(folder.resolve("bad.yml"), "scrape_config: []");
        assertThat(run("check", "config", good.toString())).isZero();
        assertThat(out.toString())
                .contains("SUCCESS: " + good + " is valid prometheus config file syntax");
        assertThat(run("check", "config", good.toString(), bad.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(bad + ":1: scrape_config: unknown key; did you mean");
    }

    @Test
    void testPromql_tellsRightFromWrong(@TempDir Path folder) throws IOException {
        String script = "load 1m\n  x 1 2 3\n\neval instant at 2m x\n  x %d\n";
        Path right = Files.writeString(folder.resolve("right.test"), script.formatted(3));
        Path wrong = Files.writeString(folder.resolve("wrong.test"), script.formatted(4));
        assertThat(run("test", "promql", right.toString())).isZero();
        assertThat(run("test", "promql", wrong.toString())).isEqualTo(1);
        assertThat(run("test", "promql", "--skip-unsupported", folder.toString())).isEqualTo(1);
    }

    @Test
    void report_wrongFlags_nameThePlaceAndTheRemedy(@TempDir Path folder) {
        String page = folder.resolve("r.html").toString();
        String[] spans = {"--before", "-2m..-1m", "--during", "-1m..now", "--out", page};
        assertThat(run(with(spans, "--url=http://127.0.0.1:1"))).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: http://127.0.0.1:1 can't be asked")
                .contains("--url=URL");
        assertThat(run(with(spans, "--lang=fr"))).isEqualTo(2);
        assertThat(err.toString()).contains("--lang: \"fr\" is not there; there is en and ko");
        assertThat(run("report", "--before=-1m", "--during=-1m..now")).isEqualTo(2);
        assertThat(err.toString()).contains("--before: \"-1m\" is no span of time");
        assertThat(Path.of(page)).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "picture --size=12 | ~12~ is no size; write width and height from 100 to 4000",
                "picture --theme=pink | ~pink~ is not there; there is light and dark",
                "picture --whole --only=#a | mutually exclusive",
                "film --seconds=61 | --seconds: 61 is not from 1 to 60",
                "film --step=x | ~x~ is no step; write SECOND=WHAT, such as 10=#/alerts"
            })
    void pictures_wrongFlags_nameThePlaceAndTheRemedy(String line, String message) {
        assertThat(run((line + " --out=x").split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message.replace('~', '"'));
    }

    private static String[] with(String[] spans, String flag) {
        List<String> all = new ArrayList<>(List.of("report"));
        all.addAll(List.of(spans));
        all.add(flag);
        return all.toArray(String[]::new);
    }
}

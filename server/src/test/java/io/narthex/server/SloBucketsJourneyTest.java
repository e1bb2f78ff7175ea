package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/// The alerts of a latency whose threshold is no bucket's bound, in a server that has samples.
class SloBucketsJourneyTest {
    @TempDir private Path directory = Path.of("");

    @Test
    void rules_selectTheNextLowerBucketThatIsStored() {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions options = ServerOptions.of(HttpServerOptions.DEFAULTS.withListen(anywhere));
        TsdbOptions storage = options.storage().toBuilder().directory(directory).build();
        try (Tsdb tsdb = new Tsdb(storage);
                Appender appender = tsdb.appender()) {
            for (String bound : new String[] {"0.5", "1", "+Inf"}) {
                long ref = appender.resolve(Labels.of("__name__", "s_bucket", "le", bound));
                appender.append(ref, System.currentTimeMillis() - 1000, 5);
            }
            appender.commit();
        }
        String yaml =
                """
                slos:
                  - name: latency
                    indicator: {latency: {metric: s, threshold: 0.8, ratio: 0.95}}
                """;
        try (NarthexServer server =
                NarthexServer.start(
                        options.withStorage(storage),
                        ConfigFile.parse("slo.yml", yaml, _ -> null))) {
            String rules = new PrometheusApi(server.url()).get("api/v1/rules", Map.of()).body();
            assertThat(rules)
                    .contains("s_bucket{le=\\\"0.5\\\"}", "SloBudgetBurn")
                    .doesNotContain("0.8");
        }
    }
}

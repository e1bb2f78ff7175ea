package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.Incident;
import io.narthex.demo.IncidentPlan;
import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.rules.AlertSink;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleReplay;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.RuleServices;
import io.narthex.rules.RuleTimings;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.rules.slo.Slo;
import io.narthex.rules.slo.SloAccount;
import io.narthex.rules.slo.SloStatus;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The incident of the demo minute by minute, by a clock that a test moves: the sample
/// application's own counters, the alerts of the examples, and an objective.
class DemoIncidentTest {
    private static final Path RULES = Path.of("..", "examples", "rules", "service.yml");

    /// A whole minute, after the start of the process that runs the test.
    private static final long START = 66_666_667L * 60_000;

    private static final int SCRAPE_SECONDS = 30;
    private static final int REQUESTS_PER_SCRAPE = 6;

    private static final Pattern SAMPLE =
            Pattern.compile(
                    "^(fastapi_request_count_total|process_start_time_seconds)"
                            + "(?:\\{([^}]*)})? (\\S+)$",
                    Pattern.MULTILINE);

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static final String SLOS =
            """
            slos:
              - name: availability
                objective: 99.9
                window: 30d
                indicator:
                  total: fastapi_request_count_total{endpoint!="/metrics"}
                  bad: fastapi_request_count_total{endpoint!="/metrics",status_code=~"5.."}
            """;

    private final ManualClock clock = new ManualClock(START);
    private final ListStore store = new ListStore();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> changes = new ArrayList<>();
    private int sent;
    private int failed;

    /// Requests fail from the tenth minute to the twentieth. What the scrape at 10m shows is one
    /// sample of a new series, of which no rate can be told; so the alert is pending from 11m on
    /// and fires 5m later. The last failures are in the scrapes up to 19m30s; a window of 5m has
    /// two of those until 23m, so the alert ends at 24m.
    @Test
    void errors_takeTheAlertToFiringAndCostExactlyThemselves() throws Exception {
        Incident incident = Incident.parse("errors:start=10m,length=10m,rate=90%");
        Slo slo = ConfigFile.parse("slo.yml", SLOS, _ -> null).slos().getFirst();
        try (DemoApplication application =
                        DemoApplication.start(
                                0,
                                IncidentPlan.of(
                                        List.of(incident), () -> clock.millis() * 1_000_000));
                QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS.withThreads(1));
                SloAccount account = SloAccount.open(slo, store, null)) {
            RuleReplay rules = rules(engine);
            scrape(application.uri());
            for (int second = SCRAPE_SECONDS; second <= 25 * 60; second += SCRAPE_SECONDS) {
                clock.set(START + second * 1000L);
                send(application.uri());
                scrape(application.uri());
                if (second % 60 == 0) {
                    rules.evaluate(clock.millis());
                }
                if (second == 9 * 60) {
                    assertThat(account.status(clock.millis()).spent()).isZero();
                }
            }
            assertThat(changes)
                    .containsExactly(
                            "11m inactive pending present",
                            "16m pending firing for_elapsed",
                            "24m firing inactive absent");
            SloStatus status = account.status(clock.millis());
            assertThat(failed).isGreaterThan(REQUESTS_PER_SCRAPE);
            assertThat(status.events().total()).isEqualTo(sent);
            assertThat(status.events().badAtMost()).isEqualTo(failed);
            assertThat(status.events().badAtLeast()).isEqualTo(failed);
        }
    }

    private RuleReplay rules(QueryEngine engine) {
        return new RuleReplay(
                List.of(new RuleFileReader(ParserOptions.STABLE).read(RULES)),
                new Defaults(Duration.ofMinutes(1), Duration.ZERO, Labels.empty()),
                new RuleServices(
                        engine,
                        store,
                        store,
                        AlertSink.NONE,
                        (rule, t) -> {
                            if (rule.rule().equals("ErrorRate")) {
                                changes.add(
                                        (t.time() - START) / 60_000
                                                + "m "
                                                + t.from().text()
                                                + " "
                                                + t.to().text()
                                                + " "
                                                + t.reason().text());
                            }
                        },
                        RuleTimings.NONE),
                RuleOptions.of(clock, ""));
    }

    private HttpResponse<String> get(URI application, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(application.resolve(path)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void send(URI application) throws IOException, InterruptedException {
        for (int i = 0; i < REQUESTS_PER_SCRAPE; i++) {
            failed += get(application, "/health").statusCode() >= 500 ? 1 : 0;
            sent++;
        }
    }

    /// Stores what the application says about itself at the clock's time.
    private void scrape(URI application) throws IOException, InterruptedException {
        String body = get(application, "/metrics").body();
        try (Appender appender = store.appender()) {
            append(appender, "up", "", 1);
            for (MatchResult m : SAMPLE.matcher(body).results().toList()) {
                String labels = m.group(2) == null ? "" : m.group(2);
                append(appender, m.group(1), labels, Double.parseDouble(m.group(3)));
            }
            assertThat(appender.commit().rejections()).isEmpty();
        }
    }

    private void append(Appender appender, String metric, String labels, double value) {
        Labels.Builder builder = new Labels.Builder();
        builder.set(Labels.NAME, metric).set("job", "shop").set("instance", "demo:80");
        LABEL.matcher(labels).results().forEach(l -> builder.set(l.group(1), l.group(2)));
        appender.append(appender.resolve(builder.build()), clock.millis(), value);
    }
}

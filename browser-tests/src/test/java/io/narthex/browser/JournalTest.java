package io.narthex.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.Annotations.Wanted;
import io.narthex.http.DemoControl;
import io.narthex.http.HttpServerOptions;
import io.narthex.server.ApiOptions;
import io.narthex.server.NarthexServer;
import io.narthex.server.ServerOptions;
import io.narthex.server.config.ConfigFile;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What was noted is listed and marked in the charts, and in the demo buttons let things go wrong.
class JournalTest {
    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    private final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();

    private final DemoControl demo =
            new DemoControl() {
                @Override
                public State state() {
                    List<Kind> kinds = List.of(new Kind("down", "down[:start=60s]"));
                    return new State("30s", kinds, List.copyOf(wanted));
                }

                @Override
                public String incident(String text) {
                    wanted.add(text);
                    return text;
                }
            };

    private Served served(ApiOptions options) {
        ServerOptions http =
                ServerOptions.of(
                        HttpServerOptions.DEFAULTS.withListen(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        NarthexServer server =
                NarthexServer.start(
                        http.withApi(options), ConfigFile.parse("test.yml", "", _ -> null));
        return new Served(server, new PrometheusApi(server.url()));
    }

    @Test
    void notes_areListedAndMarked() {
        try (DemoUnderLoad target = DemoUnderLoad.start();
                Served narthex = Served.scraping(target.target()).withData()) {
            long now = System.currentTimeMillis();
            narthex.server()
                    .annotations()
                    .add(new Wanted(now - 60_000, now, "incident", "<b>fire</b>", List.of()));
            Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
            visit.until("document.querySelector('#panel-rps .mark[data-kind=incident]')");
            visit.until("document.querySelectorAll('#notes li').length === 1");
            assertThat(visit.text("#notes")).contains("incident: <b>fire</b>");
            assertThat(visit.ask("document.querySelectorAll('#notes button').length")).isEqualTo(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void demo_aButtonAsksForAnIncident() throws Exception {
        try (Served narthex = served(ApiOptions.DEFAULTS.withDemo(demo))) {
            Map<String, String> messages = PageFiles.messages("en");
            Visit visit = CHROMIUM.visit(narthex.url(""), Viewer.DESK);
            visit.until("document.querySelector('[data-incident=down]')");
            assertThat(visit.text("#notes"))
                    .contains(messages.get("demo.down"), messages.get("demo.fast"));
            visit.ask("void document.querySelector('[data-incident=down]').click()");
            visit.until(
                    "document.querySelector('#notes [role=status]').textContent.includes('down:')");
            assertThat(wanted).containsExactly("down:start=0s,length=1m");
            assertThat(visit.complaints()).isEmpty();
        }
    }
}

package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.http.FetchException;
import io.narthex.scrape.http.ScrapeClient;
import io.narthex.scrape.http.ScrapeRequest;
import io.narthex.scrape.http.ScrapeResponse;
import io.narthex.scrape.http.TargetConnection;
import io.narthex.yaml.ConfigException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Asks a URL for targets.
///
/// Thread safety: for the thread of one loop.
final class HttpDiscoverer implements Discoverer {
    private static final String LABEL = "__meta_url";
    private static final Pattern JSON =
            Pattern.compile(
                    "application/json(;\\s*charset=(\"utf-8\"|utf-8))?", Pattern.CASE_INSENSITIVE);

    /// Some 200,000 targets; more would not be scraped by one server.
    private static final int MAX_BYTES = 32 << 20;

    private final DiscoveryConfig.Http config;
    private final DiscoveryContext context;
    private final TargetConnection connection;
    private final ScrapeRequest request;

    HttpDiscoverer(DiscoveryConfig.Http config, DiscoveryContext context) {
        this.config = config;
        this.context = context;
        ScrapeClient client = context.client();
        this.connection = client.connection(client.session(config.http(), context.userAgent()));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Accept-Encoding", "gzip");
        headers.put("User-Agent", context.userAgent());
        headers.put("X-Prometheus-Refresh-Interval-Seconds", seconds(config.refreshInterval()));
        this.request =
                new ScrapeRequest(
                        config.url(),
                        headers,
                        config.http().followRedirects(),
                        MAX_BYTES,
                        config.refreshInterval());
    }

    /// Such as `60` or `0.5`.
    private static String seconds(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        boolean whole = seconds == Math.rint(seconds);
        return whole ? String.valueOf((long) seconds) : String.valueOf(seconds);
    }

    @Override
    public List<TargetGroup> refresh() throws DiscoveryException, InterruptedException {
        try {
            ScrapeResponse response = connection.get(request);
            String type = response.contentType() == null ? "" : response.contentType().strip();
            if (!JSON.matcher(type).matches()) {
                throw new DiscoveryException(
                        config.url()
                                + ": unsupported content type \""
                                + type
                                + "\"; let it answer with application/json");
            }
            GroupOrigin origin = new GroupOrigin(config.url().toString(), LABEL);
            return GroupsJson.read(origin, response.body(), response.length());
        } catch (DiscoveryException e) {
            context.counters().httpFailed();
            throw e;
        } catch (FetchException e) {
            context.counters().httpFailed();
            throw new DiscoveryException(config.url() + ": " + e.error().reason());
        } catch (ConfigException e) {
            context.counters().httpFailed();
            throw new DiscoveryException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

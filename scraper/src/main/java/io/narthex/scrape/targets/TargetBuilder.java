package io.narthex.scrape.targets;

import io.narthex.model.DurationText;
import io.narthex.model.Labels;
import io.narthex.model.relabel.Relabeler;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.http.HostPort;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Makes targets of the groups of a job.
///
/// Thread safety: immutable.
public final class TargetBuilder {
    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String METRICS_PATH = "__metrics_path__";
    private static final String INTERVAL = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String PARAM = "__param_";
    private static final String INSTANCE = "instance";
    private static final String RESERVED = "__";

    private final ScrapeConfig config;
    private final Relabeler relabeler;

    /// A builder for a job.
    public TargetBuilder(ScrapeConfig config) {
        this.config = config;
        this.relabeler = new Relabeler(config.relabelRules());
    }

    /// What becomes of each address, in order.
    public List<Discovered> build(List<TargetGroup> groups) {
        List<Discovered> all = new ArrayList<>();
        for (TargetGroup group : groups) {
            for (Labels own : group.targets()) {
                all.add(build(own, group.groupLabels()));
            }
        }
        return all;
    }

    private Discovered build(Labels own, Labels group) {
        Labels discovered = discovered(own, group);
        Labels.Builder labels = discovered.toBuilder();
        if (!relabeler.apply(labels)) {
            return new Discovered.Dropped(discovered);
        }
        try {
            return new Discovered.Active(target(discovered, labels));
        } catch (TargetException e) {
            return new Discovered.Invalid(discovered, String.valueOf(e.getMessage()));
        }
    }

    private Labels discovered(Labels own, Labels group) {
        Labels.Builder labels = group.toBuilder();
        for (int i = 0; i < own.size(); i++) {
            labels.set(own.name(i), own.value(i));
        }
        setDefault(labels, "job", config.jobName());
        setDefault(labels, INTERVAL, DurationText.format(config.interval()));
        setDefault(labels, TIMEOUT, DurationText.format(config.timeout()));
        setDefault(labels, METRICS_PATH, config.metricsPath());
        setDefault(labels, SCHEME, config.scheme());
        HistogramLabels.setDefaults(labels, config.histograms());
        config.params()
                .forEach(
                        (name, values) -> {
                            if (!values.isEmpty()) {
                                setDefault(labels, PARAM + name, values.getFirst());
                            }
                        });
        return labels.build();
    }

    static void setDefault(Labels.Builder labels, String name, String value) {
        if (labels.get(name) == null) {
            labels.set(name, value);
        }
    }

    private Target target(Labels discovered, Labels.Builder labels) throws TargetException {
        String address = labels.getOrEmpty(ADDRESS);
        if (address.isEmpty()) {
            throw new TargetException("no address");
        }
        if (address.contains("/")) {
            throw new TargetException("\"" + address + "\" is not a valid hostname");
        }
        Duration interval = duration(labels, INTERVAL, "scrape interval");
        Duration timeout = duration(labels, TIMEOUT, "scrape timeout");
        if (timeout.compareTo(interval) > 0) {
            throw new TargetException(
                    "scrape timeout cannot be greater than scrape interval (\""
                            + DurationText.format(timeout)
                            + "\" > \""
                            + DurationText.format(interval)
                            + "\")");
        }
        setDefault(labels, INSTANCE, address);
        Labels all = labels.build();
        return new Target(
                discovered,
                publicLabels(all),
                url(all),
                interval,
                timeout,
                HistogramLabels.read(all, config.histograms()));
    }

    private static Duration duration(Labels.Builder labels, String name, String what)
            throws TargetException {
        Duration duration;
        try {
            duration = DurationText.parse(labels.getOrEmpty(name));
        } catch (IllegalArgumentException e) {
            throw new TargetException("error parsing " + what + ": " + e.getMessage());
        }
        if (duration.isZero()) {
            throw new TargetException(what + " cannot be 0");
        }
        return duration;
    }

    private static Labels publicLabels(Labels all) {
        Labels.Builder labels = new Labels.Builder();
        for (int i = 0; i < all.size(); i++) {
            if (!all.name(i).startsWith(RESERVED)) {
                labels.set(all.name(i), all.value(i));
            }
        }
        return labels.build();
    }

    private URI url(Labels all) throws TargetException {
        String scheme = all.getOrEmpty(SCHEME);
        String path = all.getOrEmpty(METRICS_PATH);
        String query = new QueryText(config.params(), all).text();
        String text =
                scheme
                        + "://"
                        + all.getOrEmpty(ADDRESS)
                        + (path.startsWith("/") ? "" : "/")
                        + QueryText.escapePath(path)
                        + (query.isEmpty() ? "" : "?" + query);
        try {
            URI url = URI.create(text);
            if (HostPort.of(url) == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new TargetException("\"" + text + "\" is not a URL that can be scraped");
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw new TargetException("\"" + text + "\" is not a valid URL: " + e.getMessage());
        }
    }
}

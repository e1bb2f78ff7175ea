package io.narthex.scrape.discover;

import io.narthex.model.Labels;
import io.narthex.scrape.TargetGroup;
import io.narthex.scrape.discover.DiscoveryConfig.RecordType;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Looks names up in DNS; each record is a target.
///
/// Thread safety: for the thread of one loop.
final class DnsDiscoverer implements Discoverer {
    private static final Logger LOG = LoggerFactory.getLogger(DnsDiscoverer.class);
    private static final String PREFIX = "__meta_dns_";

    private final DiscoveryConfig.Dns config;
    private final DiscoveryContext context;
    private Map<String, TargetGroup> known = new HashMap<>();

    DnsDiscoverer(DiscoveryConfig.Dns config, DiscoveryContext context) {
        this.config = config;
        this.context = context;
    }

    /// Names whose servers don't answer keep their targets.
    @Override
    public List<TargetGroup> refresh() throws InterruptedException {
        DnsLookup lookup = new DnsLookup(context.nameServers().get());
        Map<String, Future<List<String>>> answers = new LinkedHashMap<>();
        Map<String, TargetGroup> now = new LinkedHashMap<>();
        // Platform threads: a look-up holds its thread until the server answers.
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().daemon().name("narthex-discover-dns").factory());
        try {
            for (String name : config.names()) {
                answers.put(name, threads.submit(() -> lookup.records(name, config.type())));
            }
            for (Map.Entry<String, Future<List<String>>> answer : answers.entrySet()) {
                TargetGroup group = group(answer.getKey(), answer.getValue());
                if (group != null) {
                    now.put(answer.getKey(), group);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        known = now;
        return List.copyOf(now.values());
    }

    private @Nullable TargetGroup group(String name, Future<List<String>> answer)
            throws InterruptedException {
        try {
            List<Labels> targets = new ArrayList<>();
            for (String record : answer.get()) {
                targets.add(target(name, record));
            }
            context.counters().lookedUp(true);
            return new TargetGroup(targets, Labels.empty(), name);
        } catch (ExecutionException e) {
            context.counters().lookedUp(false);
            LOG.error("the targets of {} stay: {}", name, String.valueOf(e.getCause()));
            return known.get(name);
        }
    }

    /// @param record as text; its last word is a host or an address
    private Labels target(String name, String record) {
        String[] words = record.split(" ", -1);
        String last = words[words.length - 1];
        int port = config.port();
        Labels.Builder labels = new Labels.Builder().set(PREFIX + "name", name);
        switch (config.type()) {
            case SRV -> {
                port = Integer.parseInt(words[words.length - 2]);
                labels.set(PREFIX + "srv_record_target", last);
                labels.set(PREFIX + "srv_record_port", String.valueOf(port));
            }
            case MX -> labels.set(PREFIX + "mx_record_target", last);
            case NS -> labels.set(PREFIX + "ns_record_target", last);
            case A, AAAA -> {}
        }
        return labels.set("__address__", host(last) + ":" + port).build();
    }

    /// Without the dot of a full name; an address of version 6 in brackets.
    private String host(String text) {
        if (config.type() == RecordType.AAAA) {
            return "[" + text + "]";
        }
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}

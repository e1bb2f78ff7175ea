package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An alert as people are told of it.
///
/// @param startsAt epoch milliseconds
/// @param endsAt epoch milliseconds; in the future while it fires
///
/// Thread safety: immutable.
record Told(
        Labels labels,
        Map<String, String> annotations,
        long startsAt,
        long endsAt,
        String generatorUrl) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    boolean fires(long now) {
        return endsAt > now;
    }

    /// The same that fires until a time at least.
    Told firingUntil(long time) {
        return new Told(labels, annotations, startsAt, Math.max(endsAt, time), generatorUrl);
    }

    /// The labels' FNV-1a hash in 16 hex digits, by which Alertmanager's clients know an alert.
    String fingerprint() {
        long hash = FNV_OFFSET;
        for (int i = 0; i < labels.size(); i++) {
            hash = separated(hash, labels.name(i));
            hash = separated(hash, labels.value(i));
        }
        return "%016x".formatted(hash);
    }

    private static long separated(long hash, String text) {
        long h = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * FNV_PRIME;
        }
        return (h ^ 0xff) * FNV_PRIME;
    }
}

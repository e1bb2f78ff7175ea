package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JsonGenerator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/// What each receiver was told last of each group, so that a restart tells nothing twice and
/// forgets no end.
///
/// Thread safety: for one thread at a time; the owner locks.
final class ToldLog {
    private static final Logger LOG = LoggerFactory.getLogger(ToldLog.class);

    private final KeptJson file;
    private final Map<Key, Group.Entry> entries = new HashMap<>();

    /// A group of a receiver.
    record Key(String receiver, Labels group) {}

    /// @param directory where the log is kept; null for memory only
    ToldLog(@Nullable Path directory) {
        file = new KeptJson(directory == null ? null : directory.resolve("told.json"));
        for (Map<String, Object> entry : file.read()) {
            try {
                Key key =
                        new Key(String.valueOf(entry.get("receiver")), labels(entry.get("group")));
                List<Told> firing = list(entry.get("firing")).stream().map(ToldLog::told).toList();
                entries.put(key, new Group.Entry(number(entry.get("time")), firing));
            } catch (IllegalArgumentException e) {
                LOG.error("what was told of a group can't be read and is left out", e);
            }
        }
    }

    private static Told told(@Nullable Object json) {
        Map<?, ?> alert = map(json);
        Map<String, String> annotations = new TreeMap<>();
        map(alert.get("annotations"))
                .forEach((name, text) -> annotations.put(name.toString(), text.toString()));
        return new Told(
                labels(alert.get("labels")),
                annotations,
                number(alert.get("startsAt")),
                number(alert.get("endsAt")),
                String.valueOf(alert.get("generatorUrl")));
    }

    private static Labels labels(@Nullable Object json) {
        Labels.Builder labels = new Labels.Builder();
        map(json).forEach((name, value) -> labels.set(name.toString(), value.toString()));
        return labels.build();
    }

    private static long number(@Nullable Object json) {
        return Long.parseLong(String.valueOf(json));
    }

    private static Map<?, ?> map(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("expected an object, found " + json);
    }

    private static List<?> list(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("expected a list, found " + json);
    }

    Group.@Nullable Entry find(String receiver, Labels group) {
        return entries.get(new Key(receiver, group));
    }

    /// Forgets the groups, of those that have something firing, that nobody goes on with.
    void retain(BiPredicate<Key, Group.Entry> goesOn) {
        List<Key> gone = new ArrayList<>();
        // Going on looks up what it goes on with, so nothing is removed meanwhile.
        entries.forEach(
                (key, entry) -> {
                    if (!goesOn.test(key, entry)) {
                        gone.add(key);
                    }
                });
        gone.forEach(entries::remove);
    }

    void put(String receiver, Labels group, Group.Entry entry) {
        Key key = new Key(receiver, group);
        if (entry.firing().isEmpty()) {
            entries.remove(key);
        } else {
            entries.put(key, entry);
        }
        file.write(out -> entries.forEach((k, e) -> write(out, k, e)));
    }

    private static void write(JsonGenerator out, Key key, Group.Entry entry) {
        out.writeStartObject();
        out.writeStringProperty("receiver", key.receiver);
        out.writeName("group");
        write(out, key.group);
        out.writeNumberProperty("time", entry.time());
        out.writeArrayPropertyStart("firing");
        entry.firing().forEach(alert -> write(out, alert));
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Told alert) {
        out.writeStartObject();
        out.writeName("labels");
        write(out, alert.labels());
        out.writeObjectPropertyStart("annotations");
        alert.annotations().forEach(out::writeStringProperty);
        out.writeEndObject();
        out.writeNumberProperty("startsAt", alert.startsAt());
        out.writeNumberProperty("endsAt", alert.endsAt());
        out.writeStringProperty("generatorUrl", alert.generatorUrl());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Labels labels) {
        out.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            out.writeStringProperty(labels.name(i), labels.value(i));
        }
        out.writeEndObject();
    }
}

package io.narthex.rules.deliver;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What each receiver was told last of each group, so that a restart tells nothing twice.
///
/// Thread safety: for one thread at a time; the owner locks.
final class ToldLog {
    private final KeptJson file;
    private final Map<Key, Group.Entry> entries = new HashMap<>();

    private record Key(String receiver, Labels group) {}

    /// @param directory where the log is kept; null for memory only
    ToldLog(@Nullable Path directory) {
        file = new KeptJson(directory == null ? null : directory.resolve("told.json"));
        for (Map<String, Object> entry : file.read()) {
            Set<Labels> firing = new HashSet<>();
            if (entry.get("firing") instanceof List<?> alerts) {
                alerts.forEach(alert -> firing.add(labels(alert)));
            }
            Key key = new Key(String.valueOf(entry.get("receiver")), labels(entry.get("group")));
            long time = Long.parseLong(String.valueOf(entry.get("time")));
            entries.put(key, new Group.Entry(time, firing));
        }
    }

    private static Labels labels(@Nullable Object json) {
        Labels.Builder labels = new Labels.Builder();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> labels.set(String.valueOf(name), String.valueOf(value)));
        }
        return labels.build();
    }

    Group.@Nullable Entry find(String receiver, Labels group) {
        return entries.get(new Key(receiver, group));
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

    private static void write(JsonGenerator out, Labels labels) {
        out.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            out.writeStringProperty(labels.name(i), labels.value(i));
        }
        out.writeEndObject();
    }
}

package io.narthex.yaml;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The keys of a block: what is read, what is refused, and what the manual says of both are this
/// one list. A [YamlMapping] that has it gives no other key, so none can be read that the manual
/// doesn't name.
///
/// Thread safety: immutable.
public final class KeyTable {
    private static final String TAKE_OUT = "take it out to go on without it";

    private final String name;
    private final List<Key> own;
    private final List<KeyTable> others;

    /// What to do instead, by the keys that are refused as not supported yet.
    private final Map<String, String> later;

    /// Own keys and those of others, by name.
    private final Map<String, Key> all = new LinkedHashMap<>();

    private KeyTable(String name, List<Key> own, List<KeyTable> others, Map<String, String> later) {
        this.name = name;
        this.own = List.copyOf(own);
        this.others = List.copyOf(others);
        this.later = Collections.unmodifiableMap(new LinkedHashMap<>(later));
        own.forEach(this::add);
        for (KeyTable other : others) {
            other.all.values().forEach(this::add);
        }
    }

    private void add(Key key) {
        if (all.put(key.name(), key) != null || later.containsKey(key.name())) {
            throw new IllegalStateException("BUG: " + name + " has twice the key " + key.name());
        }
    }

    /// A table.
    ///
    /// @param name by which the manual calls it
    public static KeyTable of(String name, Key... keys) {
        return new KeyTable(name, List.of(keys), List.of(), Map.of());
    }

    /// The same with all keys of another one, which stand in the same block.
    public KeyTable with(KeyTable other) {
        List<KeyTable> more = new ArrayList<>(others);
        more.add(other);
        return new KeyTable(name, own, more, later);
    }

    /// The same with keys that Prometheus has and that are refused as not supported yet.
    public KeyTable later(String... names) {
        return laterBut(TAKE_OUT, names);
    }

    /// The same with keys that Prometheus has and that are refused as not supported yet.
    ///
    /// @param instead what to do about it, for the error
    public KeyTable laterBut(String instead, String... names) {
        Map<String, String> more = new LinkedHashMap<>(later);
        for (String key : names) {
            more.put(key, instead);
        }
        return new KeyTable(name, own, others, more);
    }

    /// By which the manual calls it.
    public String name() {
        return name;
    }

    /// Its own keys, in the manual's order.
    public List<Key> own() {
        return own;
    }

    /// The tables whose keys stand in the same block.
    public List<KeyTable> others() {
        return others;
    }

    /// Its own keys that are refused as not supported yet.
    public Set<String> later() {
        return later.keySet();
    }

    /// A key that is read, or null.
    @Nullable Key find(String key) {
        return all.get(key);
    }

    /// What to do instead of a key that is not supported yet; null for any other one.
    @Nullable String instead(String key) {
        String found = later.get(key);
        for (int i = 0; found == null && i < others.size(); i++) {
            found = others.get(i).instead(key);
        }
        return found;
    }

    /// All keys that are read.
    Set<String> names() {
        return Collections.unmodifiableSet(all.keySet());
    }
}

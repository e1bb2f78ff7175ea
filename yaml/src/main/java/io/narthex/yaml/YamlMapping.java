package io.narthex.yaml;

import io.narthex.model.DurationText;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// A mapping whose keys are taken one by one; whatever nobody took is unknown.
///
/// A key that is missing or null leaves the default, so the `ifPresent` consumers are not called.
///
/// Thread safety: for one thread.
public final class YamlMapping {
    private final YamlPlace place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, YamlPlace> places = new LinkedHashMap<>();

    /// Every key that was asked for: what this block knows.
    private final Set<String> known = new LinkedHashSet<>();

    private YamlMapping(YamlPlace place) {
        this.place = place;
    }

    /// A mapping without keys.
    static YamlMapping empty(YamlPlace place) {
        return new YamlMapping(place);
    }

    /// @throws ConfigException if the node is no mapping, or a key is no text or written twice
    static YamlMapping of(Node node, YamlPlace place) {
        YamlMapping mapping = new YamlMapping(place);
        if (YamlNodes.isNull(node)) {
            return mapping;
        }
        if (!(node instanceof MappingNode map)) {
            throw place.error("expected keys with values here, not " + YamlNodes.kind(node));
        }
        for (NodeTuple tuple : map.getValue()) {
            YamlPlace keyPlace = place.at(tuple.getKeyNode());
            String key = YamlNodes.text(tuple.getKeyNode(), keyPlace);
            YamlPlace own = keyPlace.key(key);
            if (mapping.values.put(key, tuple.getValueNode()) != null) {
                throw own.error("the key is there twice");
            }
            mapping.places.put(key, own);
        }
        return mapping;
    }

    /// Where the mapping itself stands.
    public YamlPlace place() {
        return place;
    }

    /// Where a key stands, or the mapping where the key is missing.
    public YamlPlace place(String key) {
        return places.getOrDefault(key, place);
    }

    /// Where the value of a key begins, or the mapping where the key is missing.
    public YamlPlace valuePlace(String key) {
        Node value = values.get(key);
        return value == null ? place : place(key).at(value);
    }

    /// Where the value of a key is in the text; null where it is missing or null.
    public @Nullable YamlSpan span(String key) {
        Node value = take(key);
        return value == null ? null : YamlNodes.span(value);
    }

    /// Where the items of a list are in the text; none where it is missing.
    public List<YamlSpan> spans(String key) {
        return YamlNodes.list(take(key), place(key)).stream()
                .map(YamlNodes::span)
                .filter(Objects::nonNull)
                .toList();
    }

    /// The value of a key, or null where it is missing or null.
    private @Nullable Node take(String key) {
        known.add(key);
        Node value = values.get(key);
        return value == null || value.getTag().equals(Tag.NULL) ? null : value;
    }

    /// Knows a key whose value says nothing here.
    public void ignore(String key) {
        known.add(key);
    }

    /// Whether a key is there and has a value.
    public boolean has(String key) {
        return take(key) != null;
    }

    /// A text.
    public void text(String key, Consumer<String> ifPresent) {
        value(key, Function.identity(), ifPresent);
    }

    /// A truth value.
    public void flag(String key, Consumer<Boolean> ifPresent) {
        value(key, YamlNodes::bool, ifPresent);
    }

    /// A whole number.
    public void number(String key, Consumer<Long> ifPresent) {
        value(key, YamlNodes::number, ifPresent);
    }

    /// A duration such as `1h30m`.
    public void duration(String key, Consumer<Duration> ifPresent) {
        value(key, DurationText::parse, ifPresent);
    }

    /// A number of bytes such as `50MB`.
    public void size(String key, Consumer<Long> ifPresent) {
        value(key, ByteSizes::parse, ifPresent);
    }

    /// A scalar; what the conversion or the consumer refuses is an error at the key.
    public <T> void value(String key, Function<String, T> conversion, Consumer<T> ifPresent) {
        Node node = take(key);
        if (node == null) {
            return;
        }
        try {
            ifPresent.accept(conversion.apply(YamlNodes.text(node, place(key))));
        } catch (IllegalArgumentException e) {
            throw place(key).error(e);
        }
    }

    /// The mappings of a list.
    public List<YamlMapping> mappings(String key) {
        return list(take(key), place(key));
    }

    /// The mappings of a list; none where the node is missing.
    static List<YamlMapping> list(@Nullable Node node, YamlPlace place) {
        List<YamlMapping> mappings = new ArrayList<>();
        List<Node> nodes = YamlNodes.list(node, place);
        for (int i = 0; i < nodes.size(); i++) {
            YamlPlace own = place.index(i).at(nodes.get(i));
            if (YamlNodes.isNull(nodes.get(i))) {
                throw own.error("empty or null entry");
            }
            mappings.add(of(nodes.get(i), own));
        }
        return mappings;
    }

    /// The names of all keys, in the file's order: for blocks of free keys.
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /// The texts of a list.
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node node : YamlNodes.list(take(key), place(key))) {
            texts.add(YamlNodes.text(node, place(key).at(node)));
        }
        return texts;
    }

    /// A block of free keys with texts, such as labels.
    public Map<String, String> textByKey(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        YamlMapping block = mapping(key);
        for (Map.Entry<String, Node> e : block.values.entrySet()) {
            texts.put(e.getKey(), YamlNodes.text(e.getValue(), block.place(e.getKey())));
        }
        return texts;
    }

    /// A block of free keys with lists of texts.
    public Map<String, List<String>> textsByKey(String key) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        YamlMapping block = mapping(key);
        for (String name : List.copyOf(block.values.keySet())) {
            texts.put(name, block.texts(name));
        }
        return texts;
    }

    /// A block, empty where it is missing.
    public YamlMapping mapping(String key) {
        Node node = take(key);
        return node == null ? new YamlMapping(place(key)) : of(node, place(key));
    }

    /// Refuses keys that Prometheus knows and this version does not, unless they say nothing.
    public void notSupportedYet(String... keys) {
        for (String key : keys) {
            Node node = take(key);
            if (node != null && !YamlNodes.saysNothing(node)) {
                throw place(key).error("not supported yet; take it out to go on without it");
            }
        }
    }

    /// Refuses whatever was not asked for.
    public void refuseTheRest() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String nearest = NearestName.of(key, known);
                String remedy =
                        nearest == null
                                ? "; known here: " + String.join(", ", known)
                                : "; did you mean \"" + nearest + "\"?";
                throw place(key).error("unknown key" + remedy);
            }
        }
    }
}

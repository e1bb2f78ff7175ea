package io.narthex.server.dashboards;

import io.narthex.yaml.NearestName;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The members of a JSON object, whose errors name the place, such as `panels[2].query`.
///
/// Thread safety: for one thread.
final class JsonMembers {
    private final Map<?, ?> members;

    /// Of the object, with a dot at the end; empty for the whole.
    private final String path;

    private JsonMembers(Map<?, ?> members, String path) {
        this.members = members;
        this.path = path;
    }

    /// @param place of the object; empty for the whole
    /// @throws IllegalArgumentException if it is no object, or has other members than are known
    static JsonMembers of(@Nullable Object value, String place, Set<String> known) {
        if (!(value instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException(
                    (place.isEmpty() ? "" : place + ": ") + "expected a JSON object");
        }
        JsonMembers object = new JsonMembers(members, place.isEmpty() ? "" : place + ".");
        for (Object name : members.keySet()) {
            if (!known.contains(name)) {
                String near = NearestName.of((String) name, known);
                throw object.wrong(
                        (String) name,
                        "unknown key; "
                                + (near == null
                                        ? "there are " + String.join(", ", known)
                                        : "did you mean " + near + "?"));
            }
        }
        return object;
    }

    String place(String name) {
        return path + name;
    }

    IllegalArgumentException wrong(String name, String problem) {
        return new IllegalArgumentException(path + name + ": " + problem);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    @Nullable Object value(String name) {
        return members.get(name);
    }

    String text(String name, int longest) {
        if (!has(name)) {
            throw wrong(name, "missing");
        }
        return text(name, members.get(name), longest);
    }

    @Nullable String optionalText(String name, int longest) {
        return has(name) ? text(name, longest) : null;
    }

    private String text(String name, @Nullable Object value, int longest) {
        if (!(value instanceof String text) || text.isBlank() || text.length() > longest) {
            throw wrong(name, "expected a text of 1 to " + longest + " characters, not all blank");
        }
        // An escape may stand for half a character, which no file could hold.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw wrong(name, "not valid Unicode");
        }
        return text;
    }

    /// A text, or one for each language.
    LocalText words(String name, int longest, Set<String> languages) {
        if (!(members.get(name) instanceof Map<?, ?> byLanguage)) {
            return new LocalText(Map.of(LocalText.EVERYBODY, text(name, longest)));
        }
        JsonMembers object = of(byLanguage, place(name), languages);
        if (byLanguage.isEmpty()) {
            throw wrong(name, "missing: a text, or one by language: " + languages);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object language : byLanguage.keySet()) {
            texts.put((String) language, object.text((String) language, longest));
        }
        return new LocalText(texts);
    }

    boolean flag(String name) {
        return switch (members.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw wrong(name, "expected true or false");
        };
    }

    double number(String name) {
        if (members.get(name) instanceof Double number && Double.isFinite(number)) {
            return number;
        }
        throw wrong(name, "expected a number");
    }

    /// A list; empty where it is missing.
    List<?> list(String name, int most) {
        return switch (members.get(name)) {
            case null -> List.of();
            case List<?> list when list.size() <= most -> list;
            default -> throw wrong(name, "expected a list of at most " + most);
        };
    }

    /// A list of texts of which none is there twice; empty where it is missing.
    List<String> texts(String name, int most, int longest) {
        List<?> list = list(name, most);
        for (int i = 0; i < list.size(); i++) {
            String _ = text(name + "[" + i + "]", list.get(i), longest);
        }
        List<String> texts = list.stream().map(String.class::cast).toList();
        if (Set.copyOf(texts).size() < texts.size()) {
            throw wrong(name, "the same twice");
        }
        return texts;
    }

    /// One of a few words, in lower case.
    <E extends Enum<E>> E word(String name, Class<E> words) {
        List<String> known =
                Arrays.stream(words.getEnumConstants())
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList();
        int at = known.indexOf(members.get(name));
        if (at < 0) {
            throw wrong(name, "expected one of " + String.join(", ", known));
        }
        return words.getEnumConstants()[at];
    }
}

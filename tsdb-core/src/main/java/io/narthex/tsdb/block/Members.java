package io.narthex.tsdb.block;

import io.narthex.tsdb.io.CorruptionException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The members of a JSON object of a file; what has the wrong type is corrupt.
///
/// Thread safety: for one thread.
final class Members {
    private final Path file;
    private final Map<?, ?> members;

    Members(Path file, Object object) {
        if (!(object instanceof Map<?, ?> map)) {
            throw new CorruptionException(file, 0, "not an object: " + object);
        }
        this.file = file;
        this.members = map;
    }

    /// An object; an empty one where there is none.
    Members object(String name) {
        Object value = members.get(name);
        return new Members(file, value == null || "".equals(value) ? Map.of() : value);
    }

    /// An array; an empty one where there is none.
    List<?> list(String name) {
        Object value = members.get(name);
        if (value == null || "".equals(value)) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new CorruptionException(file, 0, name + " is no array");
        }
        return list;
    }

    List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object element : list(name)) {
            strings.add(element.toString());
        }
        return List.copyOf(strings);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    long number(String name) {
        if (!(members.get(name) instanceof Long number)) {
            throw new CorruptionException(file, 0, "no number " + name);
        }
        return number;
    }

    long numberOr0(String name) {
        return has(name) ? number(name) : 0;
    }

    Ulid ulid(String name) {
        return ulid(file, members.get(name));
    }

    static Ulid ulid(Path file, @Nullable Object value) {
        try {
            return Ulid.parse(value instanceof String text ? text : "");
        } catch (IllegalArgumentException e) {
            throw new CorruptionException(file, 0, String.valueOf(e.getMessage()));
        }
    }
}

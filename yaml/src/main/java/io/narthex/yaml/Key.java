package io.narthex.yaml;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A key that a file may have.
///
/// @param usual the value that it has where a file does not say, as it is written; empty for none
/// @param meaning one line for the manual
/// @param words what its value, or each of its values, may be; empty where there are too many
/// @param inside the keys of its value; null where that is no block
///
/// Thread safety: immutable.
public record Key(
        String name,
        KeyType type,
        String usual,
        String meaning,
        List<String> words,
        @Nullable KeyTable inside) {
    /// Blocks have keys, and nothing else has.
    ///
    /// @throws IllegalArgumentException if a block has no keys, or something else has some
    public Key {
        boolean block =
                switch (type) {
                    case BLOCK, BLOCKS, BLOCK_BY_NAME -> true;
                    case TEXT, FLAG, NUMBER, DURATION, SIZE -> false;
                    case TEXTS, TEXT_BY_NAME, TEXTS_BY_NAME -> false;
                };
        if (block != (inside != null)) {
            throw new IllegalArgumentException("keys inside of " + name + ", a " + type.words());
        }
        words = List.copyOf(words);
    }

    /// A key that has no keys inside.
    public static Key of(String name, KeyType type, String usual, String meaning) {
        return new Key(name, type, usual, meaning, List.of(), null);
    }

    /// A text that may be missing.
    public static Key text(String name, String meaning) {
        return of(name, KeyType.TEXT, "", meaning);
    }

    /// One of some words.
    public static Key word(String name, String usual, String meaning, List<String> words) {
        return new Key(name, KeyType.TEXT, usual, meaning, words, null);
    }

    /// A truth value.
    public static Key flag(String name, boolean usual, String meaning) {
        return of(name, KeyType.FLAG, String.valueOf(usual), meaning);
    }

    /// A list of texts that is usually empty.
    public static Key texts(String name, String meaning) {
        return of(name, KeyType.TEXTS, "", meaning);
    }

    /// A list of some words.
    public static Key words(String name, String usual, String meaning, List<String> words) {
        return new Key(name, KeyType.TEXTS, usual, meaning, words, null);
    }

    /// A block.
    public static Key block(String name, KeyTable inside, String meaning) {
        return new Key(name, KeyType.BLOCK, "", meaning, List.of(), inside);
    }

    /// A list of blocks.
    public static Key blocks(String name, KeyTable inside, String meaning) {
        return new Key(name, KeyType.BLOCKS, "", meaning, List.of(), inside);
    }

    /// A block under each of free names.
    public static Key blockByName(String name, KeyTable inside, String meaning) {
        return new Key(name, KeyType.BLOCK_BY_NAME, "", meaning, List.of(), inside);
    }
}

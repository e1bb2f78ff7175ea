package io.narthex.yaml;

/// What the value of a key is.
///
/// Thread safety: immutable.
public enum KeyType {
    /// Any scalar that the reader makes something of.
    TEXT("text"),
    /// `true` or `false`.
    FLAG("true or false"),
    /// A number, which may have a fraction where the reader takes one.
    NUMBER("number"),
    /// Such as `1h30m`.
    DURATION("duration"),
    /// A number of bytes such as `50MB`.
    SIZE("size"),
    /// A list of scalars.
    TEXTS("list of texts"),
    /// Free keys with a scalar each.
    TEXT_BY_NAME("text by name"),
    /// Free keys with a list of scalars each.
    TEXTS_BY_NAME("texts by name"),
    /// Keys of its own.
    BLOCK("block"),
    /// A list of blocks that have the same keys.
    BLOCKS("list of blocks"),
    /// Free keys with a block each; all have the same keys.
    BLOCK_BY_NAME("block by name");

    private final String words;

    KeyType(String words) {
        this.words = words;
    }

    /// As manuals say it.
    public String words() {
        return words;
    }
}

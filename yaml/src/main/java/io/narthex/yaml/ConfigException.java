package io.narthex.yaml;

import org.jspecify.annotations.Nullable;

import java.io.Serial;

/// A file can't be used; the message names file, line and key, and the reason.
public final class ConfigException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final String text;

    /// @param place file and line, such as `narthex.yml:7`
    /// @param reason what is wrong, and the remedy where there is one
    public ConfigException(String place, String reason) {
        super(place + ": " + reason);
        this.text = reason;
    }

    /// @param cause what else went wrong, or null
    ConfigException(YamlPlace place, String reason, @Nullable Throwable cause) {
        super(place.file() + ":" + place.line() + ": " + place.onPath(reason), cause);
        this.text = place.line() + ":" + place.column() + ": " + place.onPath(reason);
    }

    /// The message without the file, as `line:column: key: reason`; without a place where it is
    /// about the whole file.
    public String withinFile() {
        return text;
    }
}

package io.narthex.yaml;

import java.io.Serial;

/// The configuration can't be used; the message names file, line and key, and the reason.
public final class ConfigException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /// @param place file and line, such as `narthex.yml:7`
    /// @param reason what is wrong, and the remedy where there is one
    public ConfigException(String place, String reason) {
        super(place + ": " + reason);
    }
}

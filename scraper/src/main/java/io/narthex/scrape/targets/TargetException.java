package io.narthex.scrape.targets;

import java.io.Serial;

/// A target's labels are unusable; the message says why.
final class TargetException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    TargetException(String reason) {
        super(reason);
    }
}

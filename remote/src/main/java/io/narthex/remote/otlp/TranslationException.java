package io.narthex.remote.otlp;

import java.io.Serial;

/// A metric that has no translation; the message says why. Others of the request are not affected.
final class TranslationException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    TranslationException(String reason) {
        super(reason);
    }
}

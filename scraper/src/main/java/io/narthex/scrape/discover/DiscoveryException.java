package io.narthex.scrape.discover;

import java.io.Serial;

/// A source of targets gave no usable answer; the message says why.
final class DiscoveryException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    DiscoveryException(String message) {
        super(message);
    }
}

package io.narthex.client;

import java.io.Serial;

/// A request can't be made, since what it needs to say who we are is not to be had.
public final class CredentialsException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String remedy;

    /// @param message what is missing, and why
    /// @param remedy what may help, as one sentence
    public CredentialsException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /// The same, told of what the secret is for.
    CredentialsException of(String what) {
        return new CredentialsException("unable to read " + what + ": " + getMessage(), remedy);
    }

    /// What may help, as one sentence.
    public String remedy() {
        return remedy;
    }
}

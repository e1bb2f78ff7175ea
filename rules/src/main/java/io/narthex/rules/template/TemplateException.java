package io.narthex.rules.template;

/// A template that is not valid; the message is Go's, with the template's name and line.
///
/// Thread safety: immutable.
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TemplateException(String message) {
        super(message);
    }
}

package io.narthex.rules.template;

/// Why a template can't be parsed or expanded, while the place is not known yet: functions throw
/// it, parser and evaluator add where it happened. It never leaves the package.
final class TemplateFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    TemplateFailure(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

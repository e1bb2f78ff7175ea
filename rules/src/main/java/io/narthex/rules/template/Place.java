package io.narthex.rules.template;

import io.narthex.model.Labels;

import java.util.function.Supplier;

/// Where an expansion is, for its messages.
///
/// Thread safety: for one thread.
final class Place {
    private final String name;
    private final String text;
    private final String template;
    private Node node;

    /// @param name of the whole text
    /// @param text all of it
    Place(String name, String text, Node root) {
        this(name, text, name, root);
    }

    private Place(String name, String text, String template, Node node) {
        this.name = name;
        this.text = text;
        this.template = template;
        this.node = node;
    }

    /// The template that runs; others are defined in the same text.
    String template() {
        return template;
    }

    Place in(String other) {
        return new Place(name, text, other, node);
    }

    void at(Node next) {
        node = next;
    }

    /// Runs something whose failures happened here.
    <T> T guard(Supplier<T> action) {
        try {
            return action.get();
        } catch (TemplateFailure e) {
            throw failure(e.text());
        }
    }

    void guard(Runnable action) {
        guard(
                () -> {
                    action.run();
                    return true;
                });
    }

    /// @return the message with the place in front
    TemplateFailure failure(String message) {
        String before = text.substring(0, node.at());
        int lineStart = before.lastIndexOf('\n') + 1;
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        return new TemplateFailure(
                "template: %s:%d:%d: executing %s at <%s>: %s"
                        .formatted(
                                name,
                                line,
                                Labels.utf8Length(before.substring(lineStart)),
                                GoStrings.quote(template),
                                node,
                                message));
    }
}

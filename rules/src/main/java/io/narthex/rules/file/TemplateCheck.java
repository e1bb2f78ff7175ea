package io.narthex.rules.file;

import org.jspecify.annotations.Nullable;

/// Tells whether the texts of alerts are templates, before any alert needs them.
///
/// Thread safety: safe for concurrent calls.
@FunctionalInterface
public interface TemplateCheck {
    /// What is wrong with a text, or null where it is a template.
    ///
    /// @param alert the alert's name, for the message
    @Nullable String problem(String alert, String text);
}

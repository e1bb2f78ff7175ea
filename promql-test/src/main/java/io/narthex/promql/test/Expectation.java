package io.narthex.promql.test;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.regex.Pattern;

/// What an evaluation must give.
///
/// @param fail null unless the query must fail
/// @param text null unless the result is a string
/// @param rangeVector null unless an instant query gives a range vector; the times of its points
/// @param scalar null unless the result is a scalar
/// @param series the expected series, in order of their lines
record Expectation(
        boolean ordered,
        @Nullable Message fail,
        Notes warnings,
        Notes infos,
        @Nullable String text,
        ScriptCommand.@Nullable EvalTimes rangeVector,
        @Nullable Double scalar,
        List<SeriesLine> series) {

    /// A message, or any at all.
    ///
    /// @param text null where any will do
    record Message(@Nullable String text, boolean regex) {
        /// Any message.
        static final Message ANY = new Message(null, false);

        boolean accepts(String actual) {
            if (text == null) {
                return true;
            }
            return regex ? Pattern.compile(text).matcher(actual).find() : text.equals(actual);
        }

        @Override
        public String toString() {
            return text == null ? "any" : (regex ? "regex: " : "msg: ") + text;
        }
    }

    /// The annotations of one kind.
    ///
    /// @param none whether there must be none
    /// @param messages where there are any, each must be met, and each actual one must meet one
    record Notes(boolean none, List<Message> messages) {
        /// Why the actual annotations are not those expected, or null where they are.
        @Nullable String mismatch(String kind, List<String> actual) {
            if (none && !actual.isEmpty()) {
                return "expected no " + kind + "; actual: " + actual;
            }
            for (Message message : messages) {
                if (actual.stream().noneMatch(message::accepts)) {
                    return "expected " + kind + " " + message + "; actual: " + actual;
                }
            }
            for (String text : actual) {
                if (!messages.isEmpty() && messages.stream().noneMatch(m -> m.accepts(text))) {
                    return "expected " + kind + " " + messages + "; actual also: " + text;
                }
            }
            return null;
        }
    }
}

package io.narthex.server.hints;

import io.narthex.promql.parser.PositionRange;

/// One remark on a query.
///
/// @param position what in the query it is about
record Hint(String text, PositionRange position) {
    /// The form of an answer's `infos`: `hint: text (line:col)`.
    ///
    /// @param query the query text in UTF-8
    String render(byte[] query) {
        return "hint: " + text + " (" + position.place(query) + ")";
    }
}

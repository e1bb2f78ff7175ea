package io.narthex.http.api;

/// How well a text answers to one word that was searched for, as Prometheus scores it: from 0 for
/// not at all to 1 for what is equal or begins with it.
///
/// Thread safety: immutable.
interface SearchTerm {
    /// @param value a text, in the word's case
    double score(String value);

    /// The code points of a text.
    static int[] points(String text) {
        return text.codePoints().toArray();
    }
}

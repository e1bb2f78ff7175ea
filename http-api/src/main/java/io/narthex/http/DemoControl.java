package io.narthex.http;

import java.util.List;

/// What lets things go wrong in the demo.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface DemoControl {
    /// How the demo is.
    State state();

    /// Plans an incident, whose start counts from now.
    ///
    /// @param text as `./narthex demo --incident` takes it
    /// @return what will happen, in a sentence
    /// @throws IllegalArgumentException if the text is none, with the place and the remedy
    String incident(String text);

    /// How the demo is.
    ///
    /// @param window of its alerts, such as `5m`
    /// @param kinds of incidents
    /// @param active the words of those that go on
    record State(String window, List<Kind> kinds, List<String> active) {
        /// Copies the lists.
        public State {
            kinds = List.copyOf(kinds);
            active = List.copyOf(active);
        }
    }

    /// A kind of incident.
    ///
    /// @param word such as `errors`
    /// @param syntax with what is meant where nothing is said
    record Kind(String word, String syntax) {}
}

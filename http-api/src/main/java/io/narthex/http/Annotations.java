package io.narthex.http;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// What people and processes noted about times: deployments, incidents, alerts.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface Annotations {
    /// Nothing, and no place for it.
    Annotations NONE =
            new Annotations() {
                @Override
                public List<Note> newest(Filter filter) {
                    return List.of();
                }

                @Override
                public long add(Wanted wanted) {
                    throw new IllegalArgumentException("nothing keeps annotations here");
                }

                @Override
                public boolean isOpen() {
                    return false;
                }
            };

    /// The newest that are asked for, newest first.
    List<Note> newest(Filter filter);

    /// Keeps one.
    ///
    /// @return its id
    /// @throws IllegalArgumentException if it can't be; the message, fit for clients, begins with
    ///     the name of the member that is wrong
    long add(Wanted wanted);

    /// Whether callers that nobody knows may add some too.
    boolean isOpen();

    /// Which are asked for.
    ///
    /// @param start what ended before is not; epoch milliseconds
    /// @param end what began later is not; inclusive
    /// @param kinds empty for all
    /// @param limit how many at most; 0 for all
    record Filter(long start, long end, Set<String> kinds, int limit) {}

    /// One to be kept.
    ///
    /// @param time epoch milliseconds; null for now
    /// @param end null for a moment, or for what goes on
    /// @param kind a word, such as `deployment`
    /// @param text what happened
    /// @param tags words to find it by
    record Wanted(
            @Nullable Long time, @Nullable Long end, String kind, String text, List<String> tags) {
        /// Copies the list.
        public Wanted {
            tags = List.copyOf(tags);
        }
    }

    /// One that is kept.
    ///
    /// @param id by which it is known
    /// @param time epoch milliseconds
    /// @param end null for a moment, or for what goes on
    /// @param kind a word, such as `deployment`
    /// @param text what happened
    /// @param tags words to find it by
    record Note(
            long id, long time, @Nullable Long end, String kind, String text, List<String> tags) {
        /// Copies the list.
        public Note {
            tags = List.copyOf(tags);
        }
    }
}

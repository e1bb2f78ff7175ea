package io.narthex.server;

import io.narthex.http.Annotations;
import io.narthex.server.annotations.AnnotationBook;

import java.util.List;

/// The annotations, as the API shows and adds them.
///
/// @param isOpen whether callers that nobody knows may add some too
///
/// Thread safety: safe for concurrent calls.
record BookedAnnotations(AnnotationBook book, boolean isOpen) implements Annotations {
    @Override
    public List<Note> newest(Filter filter) {
        return book.newest(filter);
    }

    @Override
    public long add(Wanted wanted) {
        return book.add(wanted);
    }
}

package io.narthex.http.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// A path below the prefix, what answers it, and what is told of it.
///
/// @param path literal, or with one variable `{}` that stands for one segment
/// @param methods HTTP methods it takes
/// @param summary what it is for, in one line
/// @param parameters what it reads
/// @param media the media type of its answer
/// @param reader what reads the parameters; null where there are none, or none of a form
record Route(
        String path,
        Set<String> methods,
        RouteHandler handler,
        String summary,
        List<Parameter> parameters,
        String media,
        @Nullable Reader reader) {
    static final String VARIABLE = "{}";

    private static final String TEXT = "text/plain";

    /// Reads the parameters of a request and does what they ask.
    @FunctionalInterface
    interface Reader {
        void read(ApiRequest request) throws Exception;
    }

    /// A route without parameters that answers with text.
    Route(String path, Set<String> methods, String summary, RouteHandler handler) {
        this(path, methods, handler, summary, List.of(), TEXT, null);
    }

    /// The same with what it answers and reads.
    Route answering(String answerMedia, Parameter... read) {
        return new Route(path, methods, handler, summary, List.of(read), answerMedia, reader);
    }

    /// The path with its variable named, such as `/api/v1/label/{name}/values`.
    String template() {
        for (Parameter parameter : parameters) {
            if (parameter.place() == Parameter.Place.PATH) {
                return path.replace(VARIABLE, "{" + parameter.name() + "}");
            }
        }
        return path;
    }
}

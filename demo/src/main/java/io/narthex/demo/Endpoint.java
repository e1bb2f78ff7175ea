package io.narthex.demo;

/// A route of the sample application.
///
/// @param method such as `GET`
/// @param template the path, where a last segment in braces stands for any one segment; also the
///     value of the `endpoint` label, so that the number of series does not grow with the callers
/// @param handler what answers
record Endpoint(String method, String template, Handler handler) {
    /// What an endpoint does.
    interface Handler {
        /// Answers a call; anything thrown becomes a 500.
        Reply answer(Call call) throws Exception;
    }

    /// Whether the path, whatever the method, is this endpoint's.
    boolean serves(String path) {
        int brace = template.indexOf('{');
        if (brace < 0) {
            return template.equals(path);
        }
        return path.length() > brace
                && path.startsWith(template.substring(0, brace))
                && path.indexOf('/', brace) < 0;
    }
}

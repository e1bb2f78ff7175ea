package io.narthex.demo;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// One request to the sample application, already read.
///
/// @param method such as `GET`
/// @param path such as `/users/7`
/// @param query the part after `?`, undecoded; empty if there is none
/// @param accept the `Accept` header; null if there is none
/// @param body at most [DemoApplication#MAX_BODY] bytes
record Call(String method, String path, String query, @Nullable String accept, byte[] body) {
    /// The last segment of the path.
    String tail() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The last segment as a number, or -1 if it is none.
    int id() {
        try {
            return Integer.parseInt(tail());
        } catch (NumberFormatException _) {
            return -1; // not a number: no such record
        }
    }

    /// A query parameter, decoded, or `otherwise` if it is absent.
    String parameter(String name, String otherwise) {
        for (String pair : query.split("&")) {
            int eq = pair.indexOf('=');
            if (eq > 0 && pair.substring(0, eq).equals(name)) {
                return URLDecoder.decode(pair.substring(eq + 1), StandardCharsets.UTF_8);
            }
        }
        return otherwise;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}

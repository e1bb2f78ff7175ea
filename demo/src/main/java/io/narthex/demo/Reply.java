package io.narthex.demo;

import java.nio.charset.StandardCharsets;

/// An answer of the sample application.
///
/// @param status HTTP status
/// @param contentType value of the `Content-Type` header
/// @param body may be empty
record Reply(int status, String contentType, byte[] body) {
    static Reply json(int status, String text) {
        return new Reply(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /// An error in the shape in which FastAPI reports it.
    static Reply error(int status, String detail) {
        return json(status, "{\"detail\":" + quote(detail) + "}");
    }

    /// `text` as a JSON string.
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}

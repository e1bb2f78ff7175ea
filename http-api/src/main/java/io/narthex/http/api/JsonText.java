package io.narthex.http.api;

import io.narthex.http.json.JsonWriter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps the JSON of one value.
///
/// Thread safety: for one thread.
final class JsonText implements JsonWriter.Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(byte[] source, int length, boolean last) {
        bytes.write(source, 0, length);
    }

    /// What was written, without a line end.
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}

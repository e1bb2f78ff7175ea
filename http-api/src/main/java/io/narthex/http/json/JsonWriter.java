package io.narthex.http.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes JSON into one buffer that goes to a sink each time it is full.
///
/// The caller keeps the structure right; commas come by themselves.
///
/// Thread safety: for one thread.
public final class JsonWriter {
    /// Takes the bytes.
    public interface Sink {
        /// Takes a stretch of the array, which the writer uses again afterwards.
        ///
        /// @param last whether the document ends here
        void write(byte[] bytes, int length, boolean last) throws IOException;
    }

    private static final int CAPACITY = 16 << 10;

    /// Room that every single token other than a string fits into.
    private static final int TOKEN = 512;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Sink sink;
    private final FloatText floats = new FloatText();
    private final byte[] buffer = new byte[CAPACITY];
    private int size;
    private boolean comma;

    public JsonWriter(Sink sink) {
        this.sink = sink;
    }

    public JsonWriter beginObject() throws IOException {
        return begin('{');
    }

    public JsonWriter endObject() throws IOException {
        return end('}');
    }

    public JsonWriter beginArray() throws IOException {
        return begin('[');
    }

    public JsonWriter endArray() throws IOException {
        return end(']');
    }

    /// A member's name. Escaped like a label: names of ours need none, label names may.
    public JsonWriter name(String name) throws IOException {
        separate();
        string(name, false);
        put(':');
        comma = false;
        return this;
    }

    /// A string, with `<`, `>`, `&` and line separators escaped, as Go's encoder does.
    public JsonWriter value(String s) throws IOException {
        separate();
        string(s, true);
        return this;
    }

    /// A string inside a label set, where Prometheus escapes only what JSON needs.
    public JsonWriter labelValue(String s) throws IOException {
        separate();
        string(s, false);
        return this;
    }

    public JsonWriter value(boolean b) throws IOException {
        return literal(b ? "true" : "false");
    }

    /// A value that is JSON already.
    public JsonWriter json(byte[] json) throws IOException {
        separate();
        for (int at = 0; at < json.length; ) {
            reserve(1);
            int n = Math.min(CAPACITY - size, json.length - at);
            System.arraycopy(json, at, buffer, size, n);
            size += n;
            at += n;
        }
        return this;
    }

    public JsonWriter nullValue() throws IOException {
        return literal("null");
    }

    public JsonWriter value(long v) throws IOException {
        separate();
        if (v < 0) {
            // No absolute value for the smallest long; it is rare enough to take the long way.
            return raw(Long.toString(v));
        }
        size = FloatText.unsigned(v, buffer, size);
        return this;
    }

    /// A number as JSON; must be finite.
    public JsonWriter value(double v) throws IOException {
        separate();
        size = floats.sample(v, buffer, size);
        return this;
    }

    /// A float as a string, as the API shows sample values.
    public JsonWriter sampleValue(double v) throws IOException {
        separate();
        buffer[size++] = '"';
        size = floats.sample(v, buffer, size);
        buffer[size++] = '"';
        return this;
    }

    /// A float as a string without exponent, as the API shows scalars.
    public JsonWriter plainValue(double v) throws IOException {
        separate();
        buffer[size++] = '"';
        size = floats.plain(v, buffer, size);
        buffer[size++] = '"';
        return this;
    }

    /// A float as a string that always has an exponent, as the API shows values of alerts.
    public JsonWriter exponentValue(double v) throws IOException {
        separate();
        buffer[size++] = '"';
        size = floats.exponent(v, buffer, size);
        buffer[size++] = '"';
        return this;
    }

    /// Epoch milliseconds as seconds: whole, or with exactly three decimals.
    public JsonWriter timestamp(long millis) throws IOException {
        separate();
        size = timestamp(millis, buffer, size);
        return this;
    }

    /// A `[timestamp, "value"]` pair whose beginning, up to the opening quote, is already rendered.
    ///
    /// @param head holds `[timestamp,"` at `from`
    public JsonWriter sample(byte[] head, int from, int length, double v) throws IOException {
        separate();
        System.arraycopy(head, from, buffer, size, length);
        size = floats.sample(v, buffer, size + length);
        buffer[size++] = '"';
        buffer[size++] = ']';
        return this;
    }

    /// Hands over the rest of the document.
    public void finish() throws IOException {
        sink.write(buffer, size, true);
        size = 0;
    }

    /// Writes epoch milliseconds as seconds into an array with room for 24 bytes.
    ///
    /// @return the position behind the last byte
    public static int timestamp(long millis, byte[] dst, int at) {
        int p = at;
        if (millis < 0) {
            dst[p++] = '-';
        }
        p = FloatText.unsigned(Math.abs(millis / 1000), dst, p);
        int fraction = (int) Math.abs(millis % 1000);
        if (fraction != 0) {
            dst[p++] = '.';
            dst[p++] = (byte) ('0' + fraction / 100);
            dst[p++] = (byte) ('0' + fraction / 10 % 10);
            dst[p++] = (byte) ('0' + fraction % 10);
        }
        return p;
    }

    private JsonWriter begin(char c) throws IOException {
        separate();
        put(c);
        comma = false;
        return this;
    }

    private JsonWriter end(char c) throws IOException {
        reserve(TOKEN);
        put(c);
        comma = true;
        return this;
    }

    private JsonWriter literal(String s) throws IOException {
        separate();
        return raw(s);
    }

    private JsonWriter raw(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        return this;
    }

    /// Makes room for a token and puts the comma in front of it.
    private void separate() throws IOException {
        reserve(TOKEN);
        if (comma) {
            put(',');
        }
        comma = true;
    }

    private void reserve(int n) throws IOException {
        if (size + n > CAPACITY) {
            sink.write(buffer, size, false);
            size = 0;
        }
    }

    private void put(int b) {
        buffer[size++] = (byte) b;
    }

    private void string(String s, boolean html) throws IOException {
        put('"');
        for (int i = 0; i < s.length(); i++) {
            reserve(16);
            char c = s.charAt(i);
            if (c < 0x80) {
                ascii(c, html);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < s.length()
                    && Character.isLowSurrogate(s.charAt(i + 1))) {
                fourBytes(Character.toCodePoint(c, s.charAt(++i)));
            } else if (html && (c == '\u2028' || c == '\u2029')) {
                unicode(c);
            } else {
                // A surrogate without its other half has no UTF-8 form.
                twoOrThreeBytes(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        reserve(16);
        put('"');
    }

    private void ascii(char c, boolean html) {
        switch (c) {
            case '"', '\\' -> escape(c);
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            default -> {
                if (c < 0x20 || (html && (c == '<' || c == '>' || c == '&'))) {
                    unicode(c);
                } else {
                    put(c);
                }
            }
        }
    }

    private void escape(char c) {
        put('\\');
        put(c);
    }

    private void unicode(char c) {
        put('\\');
        put('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX[(c >> shift) & 0xf]);
        }
    }

    private void twoOrThreeBytes(char c) {
        if (c < 0x800) {
            put(0xc0 | (c >> 6));
        } else {
            put(0xe0 | (c >> 12));
            put(0x80 | ((c >> 6) & 0x3f));
        }
        put(0x80 | (c & 0x3f));
    }

    private void fourBytes(int c) {
        put(0xf0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3f));
        put(0x80 | ((c >> 6) & 0x3f));
        put(0x80 | (c & 0x3f));
    }
}

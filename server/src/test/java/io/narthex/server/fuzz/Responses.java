package io.narthex.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a server wrote on a connection, taken apart into responses.
///
/// Thread safety: for one thread.
final class Responses {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( [ -~]*)?");
    private static final Pattern HEADER = Pattern.compile("[!-9;-~]+: ?[\\t -~\\x80-\\xff]*");

    private final String text;
    private final List<Integer> statuses = new ArrayList<>();
    private int at;

    private Responses(byte[] bytes) {
        this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// The statuses of the responses, the last of which may have been broken off.
    ///
    /// @throws IllegalArgumentException if the bytes are no responses
    static List<Integer> statuses(byte[] bytes) {
        Responses responses = new Responses(bytes);
        while (responses.at < responses.text.length() && responses.next()) {}
        return responses.statuses;
    }

    /// Reads a response; false where it is not whole.
    private boolean next() {
        int end = text.indexOf("\r\n\r\n", at);
        if (end < 0) {
            if (!text.startsWith("HTTP/1.", at)) {
                throw new IllegalArgumentException("no response at " + at);
            }
            return false;
        }
        String[] lines = text.substring(at, end).split("\r\n", -1);
        Matcher status = STATUS.matcher(lines[0]);
        if (!status.matches()) {
            throw new IllegalArgumentException("no status line: " + lines[0]);
        }
        statuses.add(Integer.valueOf(status.group(1)));
        long length = -1;
        boolean chunked = false;
        for (int i = 1; i < lines.length; i++) {
            if (!HEADER.matcher(lines[i]).matches()) {
                throw new IllegalArgumentException("no header: " + lines[i]);
            }
            String header = lines[i].toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).trim());
            }
            chunked |= header.startsWith("transfer-encoding: chunked");
        }
        at = end + 4;
        int code = statuses.getLast();
        if (code < 200 || code == 204 || code == 304) {
            return true;
        }
        return chunked ? chunks() : body(length);
    }

    private boolean body(long length) {
        if (length < 0 || length > text.length() - at) {
            at = text.length();
            return false;
        }
        at += (int) length;
        return true;
    }

    private boolean chunks() {
        while (true) {
            int end = text.indexOf("\r\n", at);
            if (end < 0) {
                return false;
            }
            int size = Integer.parseInt(text.substring(at, end), 16);
            at = end + 2;
            if (!body(size + 2L)) {
                return false;
            }
            if (size == 0) {
                return true;
            }
        }
    }
}

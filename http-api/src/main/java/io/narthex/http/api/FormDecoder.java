package io.narthex.http.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Decodes `application/x-www-form-urlencoded` text, of URLs and bodies alike.
///
/// Thread safety: stateless.
final class FormDecoder {
    /// Far more than any client sends, far less than would hurt.
    private static final int MAX_PARAMETERS = 10_000;

    private FormDecoder() {}

    /// Adds the pairs of an encoded string to a map.
    static void decode(String encoded, Map<String, List<String>> into) throws ApiException {
        int count = 0;
        for (int from = 0; from < encoded.length(); ) {
            int end = encoded.indexOf('&', from);
            if (end < 0) {
                end = encoded.length();
            }
            if (end > from) {
                if (++count > MAX_PARAMETERS) {
                    throw ApiException.badData("error parsing form values: too many parameters");
                }
                pair(encoded.substring(from, end), into);
            }
            from = end + 1;
        }
    }

    private static void pair(String pair, Map<String, List<String>> into) throws ApiException {
        int equals = pair.indexOf('=');
        String name = unescape(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : unescape(pair.substring(equals + 1), true);
        into.computeIfAbsent(name, _ -> new ArrayList<>(2)).add(value);
    }

    /// Decodes percent signs.
    ///
    /// @param plusIsSpace whether `+` stands for a space, as in queries but not in paths
    static String unescape(String s, boolean plusIsSpace) throws ApiException {
        if (s.indexOf('%') < 0 && (!plusIsSpace || s.indexOf('+') < 0)) {
            return s;
        }
        byte[] in = s.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = i + 1 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    String bad =
                            new String(in, i, Math.min(3, in.length - i), StandardCharsets.UTF_8);
                    throw ApiException.badData(
                            "error parsing form values: invalid URL escape "
                                    + ApiException.quote(bad));
                }
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(plusIsSpace && in[i] == '+' ? ' ' : in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

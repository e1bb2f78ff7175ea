package io.narthex.rules.template;

/// Escaping for HTML, JavaScript and the query part of a URL.
///
/// Thread safety: stateless.
final class Escaping {
    private Escaping() {}

    static String html(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 0 -> out.append('\ufffd');
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String js(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if ("\\'\"".indexOf(c) >= 0) {
                                out.append('\\').appendCodePoint(c);
                            } else if (c < ' ' || "<>&=".indexOf(c) >= 0) {
                                out.append("\\u%04X".formatted(c));
                            } else if (c < 0x80 || GoStrings.isPrintable(c)) {
                                out.appendCodePoint(c);
                            } else {
                                out.append("\\u%04X".formatted(c));
                            }
                        });
        return out.toString();
    }

    static String query(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : GoStrings.bytes(text)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= '0' && c <= '9'
                            || c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || "-_.~".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else if (c == ' ') {
                out.append('+');
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }
}

package io.narthex.model;

/// Renders labels as PromQL text, and quotes strings as Go's `%q` does.
///
/// Thread safety: stateless.
public final class LabelsText {
    private LabelsText() {}

    static String render(Labels labels) {
        StringBuilder out = new StringBuilder();
        String name = labels.metricName();
        boolean legacyName = isLegacyMetricName(name);
        if (legacyName) {
            out.append(name);
        }
        int written = 0;
        for (int i = 0; i < labels.size(); i++) {
            if (legacyName && labels.name(i).equals(Labels.NAME)) {
                continue;
            }
            out.append(written++ == 0 ? "{" : ", ");
            appendName(out, labels.name(i));
            out.append('=');
            quote(out, labels.value(i));
        }
        if (written > 0) {
            out.append('}');
        } else if (!legacyName) {
            out.append("{}");
        }
        return out.toString();
    }

    /// All labels in braces, the name among them, such as `{__name__="up", job="a"}`: the form of
    /// error messages.
    public static String braced(Labels labels) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            appendName(out, labels.name(i));
            out.append('=');
            quote(out, labels.value(i));
        }
        return out.append('}').toString();
    }

    /// Appends a label name, quoted only where it is not `[a-zA-Z_][a-zA-Z0-9_]*`.
    public static void appendName(StringBuilder out, String name) {
        if (isLegacyLabelName(name)) {
            out.append(name);
        } else {
            quote(out, name);
        }
    }

    /// Whether the name can stand unquoted in front of braces: `[a-zA-Z_:][a-zA-Z0-9_:]*`.
    public static boolean isLegacyMetricName(String name) {
        return isLegacy(name, true);
    }

    /// Whether the name can stand unquoted inside braces: `[a-zA-Z_][a-zA-Z0-9_]*`.
    public static boolean isLegacyLabelName(String name) {
        return isLegacy(name, false);
    }

    private static boolean isLegacy(String name, boolean colon) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || c == '_'
                            || (colon && c == ':');
            if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /// The string in double quotes with Go's escapes.
    public static String quote(String s) {
        StringBuilder out = new StringBuilder();
        quote(out, s);
        return out.toString();
    }

    /// Appends the string in double quotes with Go's escapes.
    public static void quote(StringBuilder out, String s) {
        out.append('"');
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case 0x07 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0x0b -> out.append("\\v");
                default -> appendPrintable(out, c);
            }
        }
        out.append('"');
    }

    private static void appendPrintable(StringBuilder out, int c) {
        if (c < 0x20 || c == 0x7f) {
            out.append(String.format("\\x%02x", c));
        } else if (isPrintable(c)) {
            out.appendCodePoint(c);
        } else {
            out.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}

package io.narthex.rules.template;

import java.util.Locale;

/// Writes numbers and strings with the flags, width and precision of a format.
///
/// Thread safety: for one thread.
final class Padded {
    private final StringBuilder out = new StringBuilder();
    private final Budget budget;

    Padded(Budget budget) {
        this.budget = budget;
    }

    void write(String text) {
        budget.make(text.length());
        out.append(text);
        requireRoom(0);
    }

    private void requireRoom(long more) {
        if (out.length() + more > Budget.MAX_OUTPUT) {
            throw new TemplateFailure("a text of more than " + Budget.MAX_OUTPUT + " characters");
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /// Fills up with spaces, or zeros, to the width.
    void pad(String text, FormatFlags flags) {
        pad(text, flags, flags.zero);
    }

    private void pad(String text, FormatFlags flags, boolean zero) {
        int missing = flags.width - GoStrings.runes(text);
        if (missing <= 0) {
            write(text);
            return;
        }
        requireRoom((long) missing + text.length());
        String padding = (zero ? "0" : " ").repeat(missing);
        write(flags.minus ? text + padding : padding + text);
    }

    /// @param verb one of `v s q x X`
    void string(String text, int verb, FormatFlags flags) {
        if (verb == 'x' || verb == 'X') {
            pad(hex(text, verb, flags), flags);
            return;
        }
        String shown =
                flags.precision == FormatFlags.NONE
                        ? text
                        : GoStrings.firstRunes(text, flags.precision);
        if (verb != 'q') {
            pad(shown, flags);
        } else if (flags.sharp && canBackquote(shown)) {
            pad("`" + shown + "`", flags);
        } else {
            pad(GoStrings.quote(shown, '"', flags.plus), flags);
        }
    }

    private static boolean canBackquote(String text) {
        return text.codePoints()
                .noneMatch(c -> c < ' ' && c != '\t' || c == '`' || c == 0x7f || c == 0xfeff);
    }

    private static String hex(String text, int verb, FormatFlags flags) {
        byte[] bytes = GoStrings.bytes(text);
        int length =
                flags.precision == FormatFlags.NONE
                        ? bytes.length
                        : Math.min(bytes.length, flags.precision);
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append(flags.space && i > 0 ? " " : "");
            hex.append(flags.sharp && (i == 0 || flags.space) ? "0x" : "");
            hex.append("%02x".formatted(bytes[i] & 0xff));
        }
        return verb == 'X' ? hex.toString().toUpperCase(Locale.ROOT) : hex.toString();
    }

    /// @param verb one of `v d b o O x X c q U`
    void integer(long value, int verb, FormatFlags flags) {
        switch (verb) {
            case 'c' -> pad(character(value), flags);
            case 'q' -> pad(GoStrings.quote(character(value), '\'', flags.plus), flags);
            case 'U' -> pad(unicode(value, flags), flags, false);
            case 'b' -> digits(value, 2, verb, flags);
            case 'o', 'O' -> digits(value, 8, verb, flags);
            case 'x', 'X' -> digits(value, 16, verb, flags);
            default -> digits(value, 10, verb, flags);
        }
    }

    private static String character(long value) {
        boolean valid =
                value >= 0
                        && value <= Character.MAX_CODE_POINT
                        && !(value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE);
        return valid ? Character.toString((int) value) : "\ufffd";
    }

    private static String unicode(long value, FormatFlags flags) {
        String hex = Long.toHexString(value).toUpperCase(Locale.ROOT);
        String code =
                "U+" + "0".repeat(Math.max(0, Math.max(4, flags.precision) - hex.length())) + hex;
        boolean shown =
                flags.sharp
                        && value >= 0
                        && value <= Character.MAX_CODE_POINT
                        && GoStrings.isPrintable((int) value);
        return shown ? code + " '" + Character.toString((int) value) + "'" : code;
    }

    private void digits(long value, int base, int verb, FormatFlags flags) {
        boolean negative = value < 0;
        if (flags.precision == 0 && value == 0) {
            pad("", flags, false);
            return;
        }
        String digits = Long.toUnsignedString(negative ? -value : value, base);
        int least = Math.max(0, flags.precision);
        if (flags.precision == FormatFlags.NONE && flags.zero && flags.width > 0) {
            least = flags.width - (negative || flags.plus || flags.space ? 1 : 0);
        }
        requireRoom(least);
        digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
        String text = prefix(base, verb, flags, digits) + digits;
        text = verb == 'X' ? text.toUpperCase(Locale.ROOT) : text;
        String sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        pad(sign + text, flags, false);
    }

    private static String prefix(int base, int verb, FormatFlags flags, String digits) {
        if (verb == 'O') {
            return "0o";
        }
        if (!flags.sharp) {
            return "";
        }
        return switch (base) {
            case 2 -> "0b";
            case 8 -> digits.startsWith("0") ? "" : "0";
            case 16 -> "0x";
            default -> "";
        };
    }

    /// @param verb one of `v b g G e E f F x X`
    void floating(double value, int verb, FormatFlags flags) {
        boolean fixed = "eEfF".indexOf(verb) >= 0;
        int precision =
                flags.precision == FormatFlags.NONE
                        ? fixed ? 6 : FloatText.SHORTEST
                        : flags.precision;
        requireRoom(precision);
        String number = FloatText.of(value, verb, precision);
        if (!Double.isFinite(value)) {
            pad(signed(number, flags), flags, false);
            return;
        }
        if (flags.sharp && verb != 'b') {
            number = FloatSharp.of(number, verb, precision);
        }
        number = signed(number, flags);
        boolean sign = "+- ".indexOf(number.charAt(0)) >= 0;
        if (flags.zero && sign && flags.width > number.length()) {
            requireRoom(flags.width);
            String zeros = "0".repeat(flags.width - number.length());
            write(number.charAt(0) + zeros + number.substring(1));
        } else {
            pad(number, flags);
        }
    }

    private static String signed(String number, FormatFlags flags) {
        char first = number.charAt(0);
        if (first == '-') {
            return number;
        }
        String digits = first == '+' ? number.substring(1) : number;
        if (flags.plus) {
            return "+" + digits;
        }
        if (flags.space) {
            return " " + digits;
        }
        return digits.equals("Inf") ? "+Inf" : digits;
    }
}

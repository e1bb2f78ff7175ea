package io.narthex.rules.template;

/// What the flag `#` does to a float: it gets a decimal point and keeps its zeros.
///
/// Thread safety: stateless.
final class FloatSharp {
    private FloatSharp() {}

    static String of(String number, int verb, int precision) {
        int digits = 0;
        if ("vgGx".indexOf(verb) >= 0) {
            digits = precision == FloatText.SHORTEST ? 6 : precision;
        }
        int exponent = exponent(number, verb);
        String tail = number.substring(exponent);
        String head = number.substring(0, exponent);
        String unsigned = head.startsWith("-") ? head.substring(1) : head;
        boolean significant = false;
        for (char c : unsigned.toCharArray()) {
            significant |= c != '0' && c != '.';
            digits -= significant && c != '.' ? 1 : 0;
        }
        if (unsigned.indexOf('.') < 0) {
            digits -= unsigned.equals("0") ? 1 : 0;
            head += ".";
        }
        return head + "0".repeat(Math.max(0, digits)) + tail;
    }

    private static int exponent(String number, int verb) {
        for (int i = 0; i < number.length(); i++) {
            boolean decimal = verb != 'x' && verb != 'X' && "eE".indexOf(number.charAt(i)) >= 0;
            if (decimal || "pP".indexOf(number.charAt(i)) >= 0) {
                return i;
            }
        }
        return number.length();
    }
}

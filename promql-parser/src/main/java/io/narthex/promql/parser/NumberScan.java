package io.narthex.promql.parser;

/// Finds where a number or a duration ends.
///
/// What is scanned need not have a value yet: `0x` and `5m5m` are found out when they are read. A
/// scan that fails leaves [#end] behind the character that it failed at, which the error shows.
///
/// Thread safety: for one thread.
final class NumberScan {
    private static final String DECIMAL = "0123456789";
    private static final String HEXADECIMAL = "0123456789abcdefABCDEF";
    private static final String UNITS = "smhdwy";

    /// Years can only come first.
    private static final String LATER_UNITS = "smhdw";

    private final SourceText source;
    private int end;

    NumberScan(SourceText source, int start) {
        this.source = source;
        this.end = start;
    }

    /// Where the scan stopped.
    int end() {
        return end;
    }

    /// Whether a number stands here. Digits, dots, exponents and underscores may come in many
    /// orders; only a second dot or exponent and bad neighbours end the scan.
    boolean number() {
        boolean hex = take("0") && take("xX");
        if (hex) {
            take("_");
        }
        String digits = hex ? HEXADECIMAL : DECIMAL;
        take(".");
        take(digits);
        boolean dot = false;
        boolean exponent = false;
        while (next(digits) || next("._eE")) {
            if (next(".")) {
                end++;
                if (dot || take("_.") || hex) {
                    return false;
                }
                dot = true;
            } else if (next("eE")) {
                end++;
                if (exponent) {
                    return false;
                }
                take("+-");
                if (take("._eE") || atEnd()) {
                    return false;
                }
                exponent = true;
            } else if (take("_")) {
                if (take("._eE") || atEnd()) {
                    return false;
                }
            } else {
                takeAll(digits);
            }
        }
        return !nextIsAlphanumeric();
    }

    /// Whether units, and further digits with units, follow digits and make it a duration.
    boolean units() {
        if (!take(UNITS)) {
            return false;
        }
        take("s");
        while (take(DECIMAL)) {
            takeAll(DECIMAL);
            if (!take(LATER_UNITS)) {
                return false;
            }
            take("s");
        }
        if (nextIsAlphanumeric()) {
            end++;
            return false;
        }
        return true;
    }

    private boolean atEnd() {
        return end >= source.length();
    }

    private boolean next(String accepted) {
        return !atEnd() && accepted.indexOf(source.charAt(end)) >= 0;
    }

    private boolean nextIsAlphanumeric() {
        return !atEnd() && Letters.isAlphanumeric(source.charAt(end));
    }

    private boolean take(String accepted) {
        boolean taken = next(accepted);
        end += taken ? 1 : 0;
        return taken;
    }

    private void takeAll(String accepted) {
        while (next(accepted)) {
            end++;
        }
    }
}

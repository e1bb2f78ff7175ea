package io.narthex.rules.template;

import io.narthex.rules.template.GoValue.Nothing;

import java.util.List;

/// `printf`: reads a format and prints its arguments. What is wrong with a format is printed where
/// it is, as `%!d(string=x)` or `%!v(MISSING)`; it is never an error.
///
/// Thread safety: for one thread.
final class Printf {
    /// Go accepts no larger widths and precisions.
    private static final int MAX_NUMBER = 1_000_000;

    private final String format;
    private final List<GoValue> arguments;
    private final GoPrinter out;
    private int at;
    private int argument;
    private boolean reordered;
    private boolean goodArgument;
    private boolean afterIndex;

    private Printf(List<GoValue> all, Budget budget) {
        this.format = QueryFunctions.text(all.getFirst());
        this.arguments = all.subList(1, all.size());
        this.out = new GoPrinter(budget);
    }

    /// @param all the format, and its arguments
    static String format(List<GoValue> all, Budget budget) {
        return new Printf(all, budget).run();
    }

    private String run() {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            int end = percent < 0 ? format.length() : percent;
            out.write(format.substring(at, end));
            at = end + 1;
            if (percent >= 0 && !verb()) {
                out.write("%!(NOVERB)");
                break;
            }
        }
        extra();
        return out.toString();
    }

    /// @return whether there is one
    private boolean verb() {
        goodArgument = true;
        FormatFlags flags = new FormatFlags();
        while (at < format.length() && flags.set(format.charAt(at))) {
            at++;
        }
        afterIndex = index();
        width(flags);
        precision(flags);
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            return false;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        if (verb == '%') {
            out.write("%");
        } else if (!goodArgument) {
            out.write("%!" + Character.toString(verb) + "(BADINDEX)");
        } else if (argument >= arguments.size()) {
            out.write("%!" + Character.toString(verb) + "(MISSING)");
        } else {
            if (verb == 'v') {
                flags.forValues();
            }
            out.print(arguments.get(argument++), verb, flags);
        }
        return true;
    }

    private void width(FormatFlags flags) {
        if (isAt('*')) {
            at++;
            flags.width = number();
            if (flags.width == Integer.MIN_VALUE) {
                out.write("%!(BADWIDTH)");
                flags.width = FormatFlags.NONE;
            } else if (flags.width < 0) {
                flags.width = -flags.width;
                flags.left();
            }
            afterIndex = false;
            return;
        }
        flags.width = digits();
        if (afterIndex && flags.width != FormatFlags.NONE) {
            goodArgument = false;
        }
    }

    private void precision(FormatFlags flags) {
        if (!isAt('.') || at + 1 >= format.length()) {
            return;
        }
        at++;
        if (afterIndex) {
            goodArgument = false;
        }
        afterIndex = index();
        if (isAt('*')) {
            at++;
            flags.precision = number();
            if (flags.precision < 0) {
                flags.precision = FormatFlags.NONE;
                out.write("%!(BADPREC)");
            }
            afterIndex = false;
            return;
        }
        flags.precision = Math.max(0, digits());
    }

    private boolean isAt(char c) {
        return at < format.length() && format.charAt(at) == c;
    }

    /// A number in the format; one that is too large swallows the rest of it.
    private int digits() {
        int value = FormatFlags.NONE;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            if (value > MAX_NUMBER) {
                at = format.length();
                return FormatFlags.NONE;
            }
            value = Math.max(value, 0) * 10 + format.charAt(at) - '0';
            at++;
        }
        return value;
    }

    /// A width or precision among the arguments; the least integer where it is none.
    private int number() {
        if (argument >= arguments.size()) {
            return Integer.MIN_VALUE;
        }
        GoValue value = arguments.get(argument++);
        return value instanceof GoValue.Int i && Math.abs(i.value()) <= MAX_NUMBER
                ? (int) i.value()
                : Integer.MIN_VALUE;
    }

    /// `[2]`: which argument comes next.
    private boolean index() {
        if (!isAt('[')) {
            return false;
        }
        reordered = true;
        int close = format.indexOf(']', at);
        if (close < 0 || format.length() - at < 3) {
            at++;
            goodArgument = false;
            return false;
        }
        String inside = format.substring(at + 1, close);
        at = close + 1;
        boolean number = inside.matches("[0-9]{1,7}");
        int index = number ? Integer.parseInt(inside) - 1 : -1;
        if (index >= 0 && index < arguments.size()) {
            argument = index;
        } else {
            goodArgument = false;
        }
        return number;
    }

    private void extra() {
        if (reordered || argument >= arguments.size()) {
            return;
        }
        out.write("%!(EXTRA ");
        for (int i = argument; i < arguments.size(); i++) {
            GoValue value = arguments.get(i);
            out.write(i > argument ? ", " : "");
            if (value == Nothing.NOTHING) {
                out.write("<nil>");
            } else {
                out.write(value.typeName() + "=");
                out.print(value, 'v', new FormatFlags());
            }
        }
        out.write(")");
    }
}

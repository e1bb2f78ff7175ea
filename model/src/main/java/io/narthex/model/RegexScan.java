package io.narthex.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A look at an RE2 expression before it is compiled: how large it becomes once repetitions are
/// written out, and what its alternatives are.
///
/// Matching is linear in the value, but also in the size of the expression, and compiling recurses
/// as deeply as it is nested: `((a{0,100}){0,100}){0,100}` has a million states. Go bounds both,
/// re2j neither.
///
/// The scan need not refuse what is not valid: the compiler does.
///
/// Thread safety: immutable.
public final class RegexScan {
    /// Compiles within a tenth of a second, and on the smallest usual stack.
    public static final long MAX_SIZE = 10_000;

    /// As in Go.
    private static final int MAX_DEPTH = 1000;

    /// Tables of Unicode classes have hundreds of ranges.
    private static final long UNICODE_CLASS = 100;

    private final String regex;
    private final List<String> alternatives = new ArrayList<>();

    /// By depth: the size of what is open there, and that of its last piece, which a repetition
    /// behind it multiplies.
    private long[] sizes = new long[8];

    private long[] lasts = new long[8];
    private int depth;
    private int next;
    private int alternativeStart;
    private boolean splittable = true;

    private RegexScan(String regex) {
        this.regex = regex;
    }

    /// Scans an expression.
    ///
    /// @throws IllegalArgumentException if it is nested too deeply
    public static RegexScan of(String regex) {
        RegexScan scan = new RegexScan(regex);
        while (scan.next < regex.length()) {
            scan.step(regex.charAt(scan.next));
        }
        scan.alternatives.add(regex.substring(scan.alternativeStart));
        return scan;
    }

    /// Scans an expression that is to be compiled as a whole.
    ///
    /// @throws IllegalArgumentException if it is too large for that, or nested too deeply
    public static void requireModest(String regex) {
        if (of(regex).size() > MAX_SIZE) {
            throw tooLarge();
        }
    }

    static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException(
                "expression too large: more than "
                        + MAX_SIZE
                        + " characters and repetitions outside of plain alternatives");
    }

    /// Roughly the number of states; at most a little more than `Long.MAX_VALUE / 2`.
    public long size() {
        long all = 0;
        for (int i = 0; i <= depth; i++) {
            all = capped(all + sizes[i]);
        }
        return all;
    }

    /// The alternatives of the outermost level: a value matches the expression if it matches one of
    /// them. The expression alone where it can't be cut.
    List<String> alternatives() {
        return splittable && depth == 0 ? alternatives : List.of(regex);
    }

    private void step(char c) {
        next++;
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> open();
            case ')' -> close();
            case '|' -> {
                if (depth == 0) {
                    alternatives.add(regex.substring(alternativeStart, next - 1));
                    alternativeStart = next;
                }
                piece(1);
            }
            case '*', '+', '?' -> {
                sizes[depth]++;
                lasts[depth]++;
            }
            case '{' -> repetition();
            default -> piece(1);
        }
    }

    private void piece(long size) {
        sizes[depth] = capped(sizes[depth] + size);
        lasts[depth] = size;
    }

    private void escape() {
        char c = next < regex.length() ? regex.charAt(next++) : '\\';
        if (c == 'Q') {
            int end = regex.indexOf("\\E", next);
            end = end < 0 ? regex.length() : end;
            piece(end - next);
            next = Math.min(regex.length(), end + 2);
            // A quoted `|` is none, and repetitions apply to the last character only.
            splittable = false;
            return;
        }
        boolean unicode = c == 'p' || c == 'P';
        if ((unicode || c == 'x') && next < regex.length() && regex.charAt(next) == '{') {
            int end = regex.indexOf('}', next);
            next = end < 0 ? regex.length() : end + 1;
        }
        piece(unicode ? UNICODE_CLASS : 1);
    }

    private void characterClass() {
        long size = 1;
        int from = next;
        if (next < regex.length() && regex.charAt(next) == '^') {
            from = ++next;
        }
        while (next < regex.length() && (regex.charAt(next) != ']' || next == from)) {
            char c = regex.charAt(next++);
            size++;
            if (c == '[' && regex.startsWith(":", next)) {
                int end = regex.indexOf(":]", next);
                next = end < 0 ? next : end + 2;
            } else if (c == '\\' && next < regex.length()) {
                char escaped = regex.charAt(next++);
                size += escaped == 'p' || escaped == 'P' ? UNICODE_CLASS : 0;
            }
        }
        next++;
        piece(size);
    }

    private void open() {
        if (next < regex.length() && regex.charAt(next) == '?') {
            int at = next + 1;
            while (at < regex.length() && ":)>".indexOf(regex.charAt(at)) < 0) {
                at++;
            }
            next = Math.min(regex.length(), at + 1);
            if (at < regex.length() && regex.charAt(at) == ')') {
                // Flags hold for all alternatives behind them.
                splittable = false;
                return;
            }
        }
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("expression nests too deeply");
        }
        if (depth == sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * depth);
            lasts = Arrays.copyOf(lasts, 2 * depth);
        }
        sizes[depth] = 2;
        lasts[depth] = 0;
    }

    private void close() {
        if (depth == 0) {
            splittable = false;
            return;
        }
        depth--;
        piece(sizes[depth + 1]);
    }

    /// `{n}`, `{n,}` or `{n,m}` behind a piece; anything else is text.
    private void repetition() {
        int at = next;
        int most = 0;
        int number = 0;
        int digits = 0;
        while (at < regex.length() && at < next + 12 && regex.charAt(at) != '}') {
            char c = regex.charAt(at++);
            if (c >= '0' && c <= '9') {
                number = Math.min(1_000_000, number * 10 + (c - '0'));
                digits++;
            } else if (c == ',' && digits > 0) {
                most = number;
                number = 0;
            } else {
                digits = 0;
                break;
            }
        }
        if (digits == 0 || at >= regex.length() || regex.charAt(at) != '}') {
            piece(1);
            return;
        }
        next = at + 1;
        long times = Math.max(1, Math.max(most, number));
        long last = lasts[depth];
        long repeated = last > MAX_SIZE ? last : last * times;
        sizes[depth] = capped(sizes[depth] - last + Math.max(repeated, 1));
        lasts[depth] = repeated;
    }

    private static long capped(long size) {
        return Math.min(size, Long.MAX_VALUE / 4);
    }
}

package io.narthex.http.json;

/// Writes floats into byte arrays as Go's `strconv` does with its shortest precision.
///
/// Thread safety: for one thread; reuse it.
public final class FloatText {
    /// Most bytes of [#sample]: sign, 21 digits and a point, or an exponent form.
    public static final int MAX_SAMPLE = 32;

    /// Most bytes of [#plain]: the smallest numbers have 324 zeros and 17 digits.
    public static final int MAX_PLAIN = 352;

    /// Whole numbers up to here are exact, and their own shortest digits.
    private static final double MAX_EXACT = 0x1p53;

    private static final int EIGHT_DIGITS = 100_000_000;

    /// Powers of ten by their exponents, as far as a `long` goes.
    private static final long[] POWERS = powers();

    /// The first and the second digit of the numbers below a hundred.
    private static final byte[] TENS = digits(10);

    private static final byte[] ONES = digits(1);

    private final ShortestDecimal decimal = new ShortestDecimal();

    /// Writes a number as the API shows sample values: plain, or with an exponent below 1e-6 and
    /// from 1e21 on; `NaN`, `+Inf`, `-Inf`.
    ///
    /// @return the position behind the last byte
    public int sample(double v, byte[] dst, int at) {
        double abs = Math.abs(v);
        boolean scientific = abs != 0 && (abs < 1e-6 || abs >= 1e21);
        return write(v, scientific, dst, at);
    }

    /// Writes a number without exponent, however long.
    ///
    /// @return the position behind the last byte
    public int plain(double v, byte[] dst, int at) {
        return write(v, false, dst, at);
    }

    /// Writes a number with an exponent, as Go's `%e` with the fewest digits.
    ///
    /// @return the position behind the last byte
    public int exponent(double v, byte[] dst, int at) {
        if (v != 0) {
            return write(v, true, dst, at);
        }
        int p = write(v, false, dst, at);
        return ascii("e+00", dst, p);
    }

    private int write(double v, boolean scientific, byte[] dst, int at) {
        if (Double.isNaN(v)) {
            return ascii("NaN", dst, at);
        }
        if (Double.isInfinite(v)) {
            return ascii(v > 0 ? "+Inf" : "-Inf", dst, at);
        }
        int p = at;
        if (Double.doubleToRawLongBits(v) < 0) {
            dst[p++] = '-';
        }
        double abs = Math.abs(v);
        long whole = (long) abs;
        if (!scientific && whole == abs && abs < MAX_EXACT) {
            return unsigned(whole, dst, p);
        }
        decimal.convert(abs);
        return scientific
                ? scientific(decimal.digits(), decimal.exponent(), dst, p)
                : positional(decimal.digits(), decimal.exponent(), dst, p);
    }

    private static int positional(long digits, int exponent, byte[] dst, int at) {
        int n = count(digits);
        if (exponent >= 0) {
            int end = unsigned(digits, dst, at);
            return zeros(exponent, dst, end);
        }
        int point = n + exponent;
        if (point > 0) {
            // Written one place to the right, then the whole part is moved back over the gap.
            int end = unsigned(digits, dst, at + 1);
            for (int i = at; i < at + point; i++) {
                dst[i] = dst[i + 1];
            }
            dst[at + point] = '.';
            return end;
        }
        dst[at] = '0';
        dst[at + 1] = '.';
        return unsigned(digits, dst, zeros(-point, dst, at + 2));
    }

    private static int scientific(long digits, int exponent, byte[] dst, int at) {
        int n = count(digits);
        int end = unsigned(digits, dst, at + 1);
        dst[at] = dst[at + 1];
        if (n == 1) {
            end = at + 1;
        } else {
            dst[at + 1] = '.';
        }
        int power = exponent + n - 1;
        dst[end++] = 'e';
        dst[end++] = (byte) (power < 0 ? '-' : '+');
        int size = Math.abs(power);
        if (size < 10) {
            dst[end++] = '0';
        }
        return unsigned(size, dst, end);
    }

    private static int zeros(int n, byte[] dst, int at) {
        for (int i = 0; i < n; i++) {
            dst[at + i] = '0';
        }
        return at + n;
    }

    /// Writes a number of at most 19 digits.
    ///
    /// @param v not negative
    /// @return the position behind the last byte
    static int unsigned(long v, byte[] dst, int at) {
        int end = at + count(v);
        int p = end;
        long rest = v;
        // Divisions of `int` are cheaper, so eight digits are cut off at a time.
        while (rest >= EIGHT_DIGITS) {
            long high = rest / EIGHT_DIGITS;
            int low = (int) (rest - high * EIGHT_DIGITS);
            for (int i = 0; i < 4; i++) {
                pair(low % 100, dst, p -= 2);
                low /= 100;
            }
            rest = high;
        }
        int low = (int) rest;
        while (low >= 10) {
            pair(low % 100, dst, p -= 2);
            low /= 100;
        }
        if (p > at) {
            dst[at] = (byte) ('0' + low);
        }
        return end;
    }

    private static void pair(int v, byte[] dst, int at) {
        dst[at] = TENS[v];
        dst[at + 1] = ONES[v];
    }

    /// The number of decimal digits: from that of the binary ones, and corrected by a comparison.
    private static int count(long v) {
        int guess = ((Long.SIZE - Long.numberOfLeadingZeros(v | 1)) * 1233) >> 12;
        return v >= POWERS[guess] ? guess + 1 : Math.max(guess, 1);
    }

    private static long[] powers() {
        long[] all = new long[19];
        all[0] = 1;
        for (int i = 1; i < all.length; i++) {
            all[i] = all[i - 1] * 10;
        }
        return all;
    }

    private static byte[] digits(int divisor) {
        byte[] all = new byte[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) ('0' + i / divisor % 10);
        }
        return all;
    }

    private static int ascii(String s, byte[] dst, int at) {
        for (int i = 0; i < s.length(); i++) {
            dst[at + i] = (byte) s.charAt(i);
        }
        return at + s.length();
    }
}

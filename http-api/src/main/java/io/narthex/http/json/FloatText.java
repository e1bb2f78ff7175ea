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
        if (whole == abs && abs < MAX_EXACT) {
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
            System.arraycopy(dst, at + 1, dst, at, point);
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
        long rest = v;
        for (int p = end - 1; p >= at; p--) {
            dst[p] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    private static int count(long v) {
        int n = 1;
        for (long limit = 10; n < 19 && v >= limit; limit *= 10) {
            n++;
        }
        return n;
    }

    private static int ascii(String s, byte[] dst, int at) {
        for (int i = 0; i < s.length(); i++) {
            dst[at + i] = (byte) s.charAt(i);
        }
        return at + s.length();
    }
}

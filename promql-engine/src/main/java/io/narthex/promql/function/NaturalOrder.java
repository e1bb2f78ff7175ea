package io.narthex.promql.function;

import io.narthex.model.Utf8Order;

import java.util.Comparator;

/// The order in which people expect names with numbers in them: `node2` before `node10`.
///
/// Texts are compared run by run: two runs of digits as whole numbers of any size, other runs byte
/// by byte. Texts that are equal so far (`1` and `01`) are ordered by their bytes, so that the
/// order is total.
///
/// Thread safety: stateless.
public final class NaturalOrder implements Comparator<String> {
    /// The one order there is.
    public static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = runEnd(a, i);
            int endB = runEnd(b, j);
            String runA = a.substring(i, endA);
            String runB = b.substring(j, endB);
            boolean numbers = isDigit(a.charAt(i)) && isDigit(b.charAt(j));
            int order = numbers ? compareNumbers(runA, runB) : Utf8Order.compare(runA, runB);
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        boolean bothEnded = i == a.length() && j == b.length();
        return bothEnded ? Utf8Order.compare(a, b) : rest;
    }

    private static int compareNumbers(String a, String b) {
        String x = withoutZeros(a);
        String y = withoutZeros(b);
        return x.length() == y.length() ? x.compareTo(y) : Integer.compare(x.length(), y.length());
    }

    private static String withoutZeros(String digits) {
        int i = 0;
        while (i < digits.length() && digits.charAt(i) == '0') {
            i++;
        }
        return digits.substring(i);
    }

    private static int runEnd(String s, int from) {
        boolean digits = isDigit(s.charAt(from));
        int end = from + 1;
        while (end < s.length() && isDigit(s.charAt(end)) == digits) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

package io.narthex.tsdb.block;

import java.security.SecureRandom;

/// The name of a block: 48 bits of time and 80 random ones, written in 26 characters that sort like
/// the time.
///
/// Thread safety: immutable.
///
/// @param high the upper 64 bits: the time in epoch milliseconds in the upper 48
/// @param low the lower 64 bits
/// @see <a href="https://github.com/ulid/spec">ULID</a>
public record Ulid(long high, long low) implements Comparable<Ulid> {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// A new one that names a time.
    public static Ulid random(long epochMillis) {
        return new Ulid(epochMillis << 16 | RANDOM.nextInt() & 0xffff, RANDOM.nextLong());
    }

    /// Reads the 26 characters.
    ///
    /// @throws IllegalArgumentException if they are none
    public static Ulid parse(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            throw new IllegalArgumentException("not a ULID: " + text);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = DIGITS.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0) {
                throw new IllegalArgumentException("not a ULID: " + text);
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return new Ulid(high, low);
    }

    /// Whether a directory of this name may be a block.
    public static boolean isUlid(String name) {
        if (name.length() != LENGTH || name.charAt(0) > '7') {
            return false;
        }
        return name.chars().allMatch(c -> DIGITS.indexOf(Character.toUpperCase(c)) >= 0);
    }

    /// The time it names, epoch milliseconds.
    public long time() {
        return high >>> 16;
    }

    @Override
    public int compareTo(Ulid other) {
        int c = Long.compareUnsigned(high, other.high);
        return c != 0 ? c : Long.compareUnsigned(low, other.low);
    }

    /// The 26 characters.
    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long h = high;
        long l = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) l & 31);
            l = l >>> 5 | h << 59;
            h >>>= 5;
        }
        return new String(text);
    }
}

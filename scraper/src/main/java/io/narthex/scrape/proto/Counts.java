package io.narthex.scrape.proto;

/// Counts, which a message has twice: as an integer, and as a float that wins where it is not 0.
///
/// Thread safety: stateless.
final class Counts {
    private Counts() {}

    /// @param integer unsigned
    static double either(double floating, long integer) {
        return floating != 0 ? floating : unsigned(integer);
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
    }
}

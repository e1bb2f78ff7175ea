package io.narthex.remote;

import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import java.util.Arrays;

/// The strings of a remote write 2.0 request, by their numbers, as they lie in its bytes.
///
/// Thread safety: for one thread; reuse it.
final class SymbolTable {
    /// More than a request has use for; four bytes are spent on each.
    private static final int MAX_SYMBOLS = 4 << 20;

    private static final int KEPT = 64 << 10;
    private static final int SYMBOL = 4 << 3 | ProtoReader.BYTES;

    private final ProtoReader reader = new ProtoReader();

    /// Where each string's length stands; its bytes follow.
    private int[] places = new int[256];

    private int count;

    /// Of the string that [#find] was asked for.
    private int from;

    private int to;

    /// Finds the symbols of a request, whose other fields are passed over.
    ///
    /// @throws RefusedException if the encoding is broken, or the first symbol is not empty
    void read(byte[] bytes, int size) throws RefusedException {
        count = 0;
        reader.reset(bytes, 0, size);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == SYMBOL) {
                add(reader.position());
            }
            reader.skip(tag);
        }
        if (count > 0) {
            find(0, bytes);
            if (to > from) {
                throw RefusedException.malformed("the first symbol must be an empty string");
            }
        }
    }

    int size() {
        return count;
    }

    /// Whether a number, unsigned, names a symbol.
    boolean has(int number) {
        return Integer.compareUnsigned(number, count) < 0;
    }

    /// Makes [#from] and [#to] those of a symbol that is there.
    void find(int number, byte[] bytes) {
        reader.reset(bytes, places[number], bytes.length);
        int length = reader.length();
        from = reader.position();
        to = from + length;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// Lets go of what an unusually large request took.
    void shrink() {
        if (places.length > KEPT) {
            places = new int[KEPT];
        }
        count = 0;
    }

    private void add(int place) throws RefusedException {
        if (count == MAX_SYMBOLS) {
            throw RefusedException.malformed("more than " + MAX_SYMBOLS + " symbols");
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = place;
    }
}

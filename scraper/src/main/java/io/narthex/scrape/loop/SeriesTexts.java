package io.narthex.scrape.loop;

import java.util.Arrays;

/// The texts of a target's series, by number. Neighbours begin alike, so of each is kept what it
/// does not share with the one before, but for every 16th, which is whole: a tenth to a fifth of
/// the bytes.
///
/// Thread safety: for one thread.
final class SeriesTexts {
    /// Texts from a whole one to the next.
    private static final int GROUP = 16;

    private static final int FIRST_BYTES = 1 << 10;

    /// Of each text, how many bytes it shares with the one before and how many others it has, both
    /// in groups of seven bits, then those others.
    private byte[] packed = new byte[FIRST_BYTES];

    private int used;
    private int size;

    /// Where each group begins.
    private int[] groups = new int[4];

    /// The text that was loaded last.
    private byte[] text = new byte[128];

    private int length;

    /// Its number, -1 for none.
    private int loaded = -1;

    /// Where the text behind it begins.
    private int next;

    /// The number of texts.
    int size() {
        return size;
    }

    /// Adds a text, and loads it.
    void add(byte[] bytes, int from, int to) {
        int shared = 0;
        if (size % GROUP == 0) {
            if (size / GROUP == groups.length) {
                groups = Arrays.copyOf(groups, 2 * groups.length);
            }
            groups[size / GROUP] = used;
        } else {
            load(size - 1);
            int different = Arrays.mismatch(text, 0, length, bytes, from, to);
            shared = different < 0 ? length : different;
        }
        int rest = to - from - shared;
        int most = used + 2 * 5 + rest;
        if (most > packed.length) {
            packed = Arrays.copyOf(packed, Math.max(most, packed.length + packed.length / 2));
        }
        putNumber(shared);
        putNumber(rest);
        System.arraycopy(bytes, from + shared, packed, used, rest);
        used += rest;
        ensureText(to - from);
        System.arraycopy(bytes, from + shared, text, shared, rest);
        length = to - from;
        loaded = size++;
        next = used;
    }

    private void putNumber(int v) {
        int rest = v;
        while (rest > 0x7f) {
            packed[used++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        packed[used++] = (byte) rest;
    }

    /// Makes a text the one that [#text] and [#length] give. The next one in order is the cheapest.
    void load(int i) {
        if (i == loaded) {
            return;
        }
        boolean near = i > loaded && loaded >= i / GROUP * GROUP - 1;
        if (!near) {
            loaded = i / GROUP * GROUP - 1;
            next = groups[i / GROUP];
        }
        while (loaded < i) {
            step();
        }
    }

    private void step() {
        int shared = number();
        int rest = number();
        ensureText(shared + rest);
        System.arraycopy(packed, next, text, shared, rest);
        next += rest;
        length = shared + rest;
        loaded++;
    }

    private int number() {
        int v = packed[next++];
        if (v >= 0) {
            return v;
        }
        v &= 0x7f;
        for (int shift = 7; ; shift += 7) {
            byte b = packed[next++];
            v |= (b & 0x7f) << shift;
            if (b >= 0) {
                return v;
            }
        }
    }

    private void ensureText(int bytes) {
        if (bytes > text.length) {
            text = Arrays.copyOf(text, Math.max(bytes, 2 * text.length));
        }
    }

    /// The array that holds the text that was loaded last, from its start; until the next call of
    /// any other method.
    byte[] text() {
        return text;
    }

    /// The bytes of the text that was loaded last.
    int length() {
        return length;
    }

    /// Bytes that the texts take.
    int bytes() {
        return used;
    }

    /// Forgets all texts.
    void clear() {
        used = 0;
        size = 0;
        loaded = -1;
        next = 0;
    }

    /// Gives back what growing allocated beyond need; a little room stays for the next texts.
    void trim() {
        int enough = used + used / 16;
        if (packed.length - enough > packed.length / 8) {
            packed = Arrays.copyOf(packed, Math.max(enough, FIRST_BYTES));
        }
    }
}

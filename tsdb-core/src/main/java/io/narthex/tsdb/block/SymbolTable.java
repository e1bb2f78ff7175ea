package io.narthex.tsdb.block;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.LongAdder;

/// The strings of an index, by number. Each becomes a Java string when it is first asked for, and
/// stays the one copy of it for the block.
///
/// Thread safety: safe for concurrent readers; a race makes a string twice.
final class SymbolTable {
    /// Of a string, beside its characters.
    private static final int STRING_BYTES = 40;

    private final MappedFile file;
    private final long base;

    /// Offsets behind `base`, unsigned.
    private final int[] offsets;

    private final long end;
    private final @Nullable String[] strings;
    private final LongAdder stringBytes = new LongAdder();

    private SymbolTable(MappedFile file, long base, int[] offsets, long end) {
        this.file = file;
        this.base = base;
        this.offsets = offsets;
        this.end = end;
        this.strings = new String[offsets.length];
    }

    static SymbolTable read(MappedFile file, long at) {
        MappedCursor in = file.section(at, "the symbol table");
        int count = in.count32(1);
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = (int) (in.position() - at);
            in.skipString();
        }
        return new SymbolTable(file, at, offsets, in.position());
    }

    /// Memory held; strings are estimated.
    long bytes() {
        return offsets.length * (2L * Integer.BYTES) + stringBytes.sum();
    }

    int size() {
        return offsets.length;
    }

    /// The string of a number that [#size] bounds.
    String get(int number) {
        String known = strings[number];
        if (known == null) {
            known =
                    new MappedCursor(file, base + Integer.toUnsignedLong(offsets[number]), end)
                            .string();
            strings[number] = known;
            stringBytes.add(STRING_BYTES + known.length());
        }
        return known;
    }
}

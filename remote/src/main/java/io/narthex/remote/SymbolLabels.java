package io.narthex.remote;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Turns references to symbols into labels as remote write 1.0 encodes them, so that both versions
/// find a series by the same bytes and read its labels with the same code.
///
/// Thread safety: for one thread; reuse it.
final class SymbolLabels {
    /// A reference is much shorter than what it stands for, so a few bytes could ask for gigabytes.
    private static final int MAX_BYTES = 1 << 20;

    private static final int KEPT_BYTES = 64 << 10;
    private static final int FIELD = 1 << 3 | ProtoReader.BYTES;
    private static final int VALUE = 2 << 3 | ProtoReader.BYTES;
    private static final byte[] TYPE = Labels.TYPE.getBytes(StandardCharsets.UTF_8);
    private static final byte[] UNIT = Labels.UNIT.getBytes(StandardCharsets.UTF_8);

    private final ProtoReader reader = new ProtoReader();
    private final SymbolTable symbols;
    private final long maxTotal;

    private int[] refs = new int[64];
    private int count;
    private byte[] encoded = new byte[1024];
    private int length;
    private long total;
    private String problem = "";

    /// @param maxTotal bytes that the labels of one request may take
    SymbolLabels(SymbolTable symbols, long maxTotal) {
        this.symbols = symbols;
        this.maxTotal = maxTotal;
    }

    /// Begins with another request.
    void clear() {
        total = 0;
        if (encoded.length > KEPT_BYTES) {
            encoded = new byte[KEPT_BYTES];
        }
    }

    /// Begins with another message that has references.
    void begin() {
        count = 0;
    }

    /// Takes a field with references.
    ///
    /// @param at of the field's value
    /// @return where the value ends
    int take(int tag, byte[] bytes, int at, int end) {
        reader.reset(bytes, at, end);
        if ((tag & 7) == ProtoReader.VARINT) {
            add((int) reader.varint());
        } else if ((tag & 7) == ProtoReader.BYTES) {
            int stop = reader.length() + reader.position();
            while (reader.position() < stop) {
                add((int) reader.varint());
            }
        } else {
            reader.skip(tag);
        }
        return reader.position();
    }

    private void add(int ref) {
        if (count == refs.length && count <= 2 * LabelsDecoder.MAX_LABELS) {
            refs = Arrays.copyOf(refs, 2 * count);
        }
        if (count < refs.length) {
            refs[count] = ref;
        }
        count++;
    }

    /// Encodes the labels.
    ///
    /// @param type to have among them in place of what is there, or null
    /// @param unit the number of a symbol to have likewise, or 0
    /// @return whether that was possible; else [#problem] tells why not
    /// @throws RefusedException if the request's labels get too large
    boolean encode(byte[] bytes, @Nullable MetricType type, int unit) throws RefusedException {
        length = 0;
        if (!check()) {
            return false;
        }
        for (int i = 0; i < count; i += 2) {
            if (type != null && isTypeOrUnit(refs[i], bytes)) {
                continue;
            }
            if (!label(refs[i], refs[i + 1], bytes)) {
                return false;
            }
        }
        if (type != null && type != MetricType.UNKNOWN) {
            byte[] text = type.text().getBytes(StandardCharsets.UTF_8);
            label(TYPE, 0, TYPE.length, text, 0, text.length);
        }
        if (type != null && unit != 0) {
            symbols.find(unit, bytes);
            label(UNIT, 0, UNIT.length, bytes, symbols.from(), symbols.to());
        }
        total += length;
        if (total > maxTotal) {
            throw RefusedException.tooLarge(
                    "the labels of the request have more than " + maxTotal + " bytes");
        }
        return true;
    }

    /// The labels' bytes.
    byte[] encoded() {
        return encoded;
    }

    int length() {
        return length;
    }

    /// Why the labels could not be encoded.
    String problem() {
        return problem;
    }

    private boolean check() {
        problem = "";
        if (count % 2 != 0) {
            problem = "invalid labelRefs length " + count;
        } else if (count > 2 * LabelsDecoder.MAX_LABELS) {
            problem = "more than " + LabelsDecoder.MAX_LABELS + " labels";
        } else {
            for (int i = 0; i < count && problem.isEmpty(); i += 2) {
                if (!symbols.has(refs[i]) || !symbols.has(refs[i + 1])) {
                    problem =
                            "labelRefs %s (name) = %s (value) outside of symbols table (size %d)"
                                    .formatted(
                                            Integer.toUnsignedString(refs[i]),
                                            Integer.toUnsignedString(refs[i + 1]),
                                            symbols.size());
                }
            }
        }
        return problem.isEmpty();
    }

    private boolean isTypeOrUnit(int name, byte[] bytes) {
        symbols.find(name, bytes);
        int from = symbols.from();
        int to = symbols.to();
        return Arrays.equals(bytes, from, to, TYPE, 0, TYPE.length)
                || Arrays.equals(bytes, from, to, UNIT, 0, UNIT.length);
    }

    private boolean label(int name, int value, byte[] bytes) {
        symbols.find(name, bytes);
        int nameFrom = symbols.from();
        int nameTo = symbols.to();
        symbols.find(value, bytes);
        long needed = (long) length + nameTo - nameFrom + symbols.to() - symbols.from();
        if (needed > MAX_BYTES) {
            problem = "labels of more than " + MAX_BYTES + " bytes";
            return false;
        }
        label(bytes, nameFrom, nameTo, bytes, symbols.from(), symbols.to());
        return true;
    }

    private void label(
            byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
        int nameLength = nameTo - nameFrom;
        int valueLength = valueTo - valueFrom;
        int inner =
                2 + nameLength + valueLength + varintLength(nameLength) + varintLength(valueLength);
        int needed = length + 1 + varintLength(inner) + inner;
        if (needed > encoded.length) {
            encoded = Arrays.copyOf(encoded, Math.max(needed, 2 * encoded.length));
        }
        tagAndLength(FIELD, inner);
        tagAndLength(FIELD, nameLength);
        System.arraycopy(name, nameFrom, encoded, length, nameLength);
        length += nameLength;
        tagAndLength(VALUE, valueLength);
        System.arraycopy(value, valueFrom, encoded, length, valueLength);
        length += valueLength;
    }

    private void tagAndLength(int tag, int value) {
        encoded[length++] = (byte) tag;
        int rest = value;
        while (rest > 0x7f) {
            encoded[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        encoded[length++] = (byte) rest;
    }

    private static int varintLength(int value) {
        return value == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
    }
}

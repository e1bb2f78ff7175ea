package io.narthex.remote;

import io.narthex.model.Labels;
import io.narthex.model.Utf8Order;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// Builds label sets from their encoded form; only for series that are new.
///
/// Thread safety: for one thread; reuse it.
final class LabelsDecoder {
    /// A series with more labels is not one: they would only cost memory.
    static final int MAX_LABELS = 1000;

    private static final int LABEL_NAME = 1 << 3 | ProtoReader.BYTES;
    private static final int LABEL_VALUE = 2 << 3 | ProtoReader.BYTES;

    private final ProtoReader fields = new ProtoReader();
    private final ProtoReader label = new ProtoReader();
    private final CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);

    private String[][] pairs = new String[16][];
    private int size;
    private String problem = "";

    /// The labels among the fields of a series.
    ///
    /// @return null if they are not valid, or have no metric name
    /// @throws ProtoException if the encoding is broken
    @Nullable Labels decode(byte[] bytes, int from, int to) {
        Labels labels = decodeAny(bytes, from, to);
        if (labels != null && labels.metricName().isEmpty()) {
            problem = "no metric name";
            return null;
        }
        return labels;
    }

    /// The labels among the fields of a series or an exemplar.
    ///
    /// @return null if they are not valid: a name that is empty or occurs twice, text that is not
    ///     UTF-8, or too many of them; [#problem] tells
    /// @throws ProtoException if the encoding is broken
    @Nullable Labels decodeAny(byte[] bytes, int from, int to) {
        size = 0;
        problem = "";
        fields.reset(bytes, from, to);
        while (fields.hasMore()) {
            int tag = fields.tag();
            if (tag == WriteRequestDecoder.SERIES_LABEL) {
                int length = fields.length();
                int start = fields.position();
                if (problem.isEmpty()) {
                    add(bytes, start, start + length);
                }
                fields.advance(length);
            } else {
                fields.skip(tag);
            }
        }
        return problem.isEmpty() ? build() : null;
    }

    /// What was wrong with the last labels that are not valid.
    String problem() {
        return problem;
    }

    private void add(byte[] bytes, int from, int to) {
        String name = "";
        String value = "";
        label.reset(bytes, from, to);
        while (label.hasMore()) {
            int tag = label.tag();
            switch (tag) {
                case LABEL_NAME -> name = text(bytes);
                case LABEL_VALUE -> value = text(bytes);
                default -> label.skip(tag);
            }
            if (name == null || value == null) {
                problem = "text that is not UTF-8";
                return;
            }
        }
        if (name.isEmpty()) {
            problem = "a label without a name";
        } else if (size == MAX_LABELS) {
            problem = "more than " + MAX_LABELS + " labels";
        } else {
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * size);
            }
            pairs[size++] = new String[] {name, value};
        }
    }

    private @Nullable Labels build() {
        Arrays.sort(pairs, 0, size, Comparator.comparing(p -> p[0], Utf8Order::compare));
        String[] sorted = new String[2 * size];
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (i > 0 && pairs[i][0].equals(pairs[i - 1][0])) {
                problem = "label name \"" + pairs[i][0] + "\" is not unique";
                return null;
            }
            if (!pairs[i][1].isEmpty()) {
                sorted[n++] = pairs[i][0];
                sorted[n++] = pairs[i][1];
            }
        }
        return Labels.ofSorted(n == sorted.length ? sorted : Arrays.copyOf(sorted, n));
    }

    /// The text that follows, or null if it is not UTF-8. Nearly all of it is ASCII, which takes a
    /// tenth of the time.
    private @Nullable String text(byte[] bytes) {
        int length = label.length();
        int start = label.position();
        label.advance(length);
        if (isAscii(bytes, start, start + length)) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, start, length)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static boolean isAscii(byte[] bytes, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }
}

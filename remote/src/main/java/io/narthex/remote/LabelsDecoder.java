package io.narthex.remote;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// Builds label sets from their encoded form; only for series that are new.
///
/// Thread safety: for one thread; reuse it.
final class LabelsDecoder {
    private static final int LABEL_NAME = 1 << 3 | ProtoReader.BYTES;
    private static final int LABEL_VALUE = 2 << 3 | ProtoReader.BYTES;

    private final ProtoReader fields = new ProtoReader();
    private final ProtoReader label = new ProtoReader();
    private final CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final Labels.Builder builder = new Labels.Builder();
    private final Set<String> names = new HashSet<>();

    /// The labels among the fields of a series.
    ///
    /// @return null if they are not valid, or have no metric name
    /// @throws RefusedException if the encoding is broken
    @Nullable Labels decode(byte[] bytes, int from, int to) throws RefusedException {
        Labels labels = decodeAny(bytes, from, to);
        return labels == null || labels.metricName().isEmpty() ? null : labels;
    }

    /// The labels among the fields of a series or an exemplar.
    ///
    /// @return null if they are not valid: a name that is empty or occurs twice, or
    ///     text that is not UTF-8
    /// @throws RefusedException if the encoding is broken
    @Nullable Labels decodeAny(byte[] bytes, int from, int to) throws RefusedException {
        builder.clear();
        names.clear();
        boolean valid = true;
        fields.reset(bytes, from, to);
        while (fields.hasMore()) {
            int tag = fields.tag();
            if (tag == WriteRequestDecoder.SERIES_LABEL) {
                int length = fields.length();
                int start = fields.position();
                valid &= add(bytes, start, start + length);
                fields.advance(length);
            } else {
                fields.skip(tag);
            }
        }
        return valid ? builder.build() : null;
    }

    private boolean add(byte[] bytes, int from, int to) throws RefusedException {
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
                return false;
            }
        }
        if (name.isEmpty() || !names.add(name)) {
            return false;
        }
        builder.set(name, value);
        return true;
    }

    /// The text that follows, or null if it is not UTF-8.
    private @Nullable String text(byte[] bytes) throws RefusedException {
        int length = label.length();
        int start = label.position();
        label.advance(length);
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, start, length)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}

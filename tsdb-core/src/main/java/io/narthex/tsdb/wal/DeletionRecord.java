package io.narthex.tsdb.wal;

import io.narthex.model.LabelMatcher;
import io.narthex.tsdb.io.ByteReader;
import io.narthex.tsdb.io.ByteWriter;
import io.narthex.tsdb.io.MalformedException;

import java.util.ArrayList;
import java.util.List;

/// Writes and reads a deletion.
///
/// ```text
/// first and last time (zigzag each)
/// number of matchers (varint); per matcher: kind (1), label name and value (text each)
/// number of blocks (varint); per block: its name (text)
/// ```
///
/// Kinds are 0 for equal, 1 for not equal, 2 for a regular expression, 3 for none such; a text is
/// its length (varint) and UTF-8.
///
/// Thread safety: stateless.
final class DeletionRecord {
    private static final List<LabelMatcher.Type> KINDS =
            List.of(
                    LabelMatcher.Type.EQUAL,
                    LabelMatcher.Type.NOT_EQUAL,
                    LabelMatcher.Type.REGEX,
                    LabelMatcher.Type.NOT_REGEX);

    private DeletionRecord() {}

    static void write(Deletion deletion, ByteWriter out) {
        out.putZigzag(deletion.mint());
        out.putZigzag(deletion.maxt());
        out.putVarint(deletion.matchers().size());
        for (LabelMatcher matcher : deletion.matchers()) {
            out.put(KINDS.indexOf(matcher.type()));
            out.putText(matcher.name());
            out.putText(matcher.value());
        }
        out.putVarint(deletion.blocks().size());
        deletion.blocks().forEach(out::putText);
    }

    /// Reads a record.
    ///
    /// @throws MalformedException if it is none
    static Deletion read(ByteReader in) {
        long mint = in.getZigzag();
        long maxt = in.getZigzag();
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int n = in.getCount(); n > 0; n--) {
            matchers.add(matcher(in));
        }
        List<String> blocks = new ArrayList<>();
        for (int n = in.getCount(); n > 0; n--) {
            blocks.add(in.getText());
        }
        return new Deletion(mint, maxt, matchers, blocks);
    }

    private static LabelMatcher matcher(ByteReader in) {
        int kind = in.get();
        if (kind >= KINDS.size()) {
            throw new MalformedException("a matcher of kind " + kind);
        }
        try {
            return new LabelMatcher(KINDS.get(kind), in.getText(), in.getText());
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }
}

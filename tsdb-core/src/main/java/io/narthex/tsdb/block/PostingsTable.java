package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Utf8Order;
import io.narthex.tsdb.index.BoundedCache;

import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which series have which label pair, from the postings of an index. Series are numbers of the
/// [SeriesDirectory], so a bitmap of them is in canonical order.
///
/// Thread safety: safe for concurrent readers.
final class PostingsTable {
    private static final int LEAST_ENTRY_BYTES = 4;

    /// Lists kept for repetition: other selectors name the same metrics, jobs and namespaces.
    private static final int KEPT_LISTS = 4096;

    private static final long KEPT_BYTES = 8L << 20;

    private final MappedFile file;
    private final SeriesDirectory directory;
    private final boolean packed;
    private final long tableEnd;

    /// Per name, in order, the offsets of its entries' values in the table, in order of the values.
    private final Map<String, long[]> names;

    /// Lists of series by their offsets, which nobody may write to; guarded by itself.
    private final BoundedCache<Long, RoaringBitmap> lists =
            new BoundedCache<>(KEPT_LISTS, KEPT_BYTES, RoaringBitmap::getLongSizeInBytes);

    private PostingsTable(
            MappedFile file,
            SeriesDirectory directory,
            boolean packed,
            long tableEnd,
            Map<String, long[]> names) {
        this.file = file;
        this.directory = directory;
        this.packed = packed;
        this.tableEnd = tableEnd;
        this.names = names;
    }

    static PostingsTable read(MappedFile file, IndexToc toc, SeriesDirectory directory) {
        MappedCursor in = file.section(toc.postingsOffsets(), "the postings offset table");
        Map<String, long[]> names = new LinkedHashMap<>();
        String name = "";
        long[] offsets = new long[8];
        int n = 0;
        for (int left = in.count32(LEAST_ENTRY_BYTES); left > 0; left--) {
            if (in.u8() != 2) {
                throw in.corrupt("an entry that is no pair");
            }
            String next = in.string();
            if (!next.equals(name)) {
                put(in, names, name, Arrays.copyOf(offsets, n));
                if (Utf8Order.compare(next, name) < 0) {
                    throw in.corrupt("label names out of order");
                }
                name = next;
                n = 0;
            }
            offsets = n == offsets.length ? Arrays.copyOf(offsets, 2 * n) : offsets;
            offsets[n++] = in.position();
            in.skipString();
            in.uvarint();
        }
        put(in, names, name, Arrays.copyOf(offsets, n));
        return new PostingsTable(file, directory, toc.packed(), in.position(), names);
    }

    private static void put(
            MappedCursor in, Map<String, long[]> names, String name, long[] offsets) {
        // The name without characters stands for all series: the directory knows them.
        if (!name.isEmpty() && names.put(name, offsets) != null) {
            throw in.corrupt("label name " + name + " twice");
        }
    }

    /// Memory held.
    long bytes() {
        long entries = names.values().stream().mapToLong(offsets -> offsets.length).sum();
        return keptBytes() + entries * Long.BYTES;
    }

    /// The part of them that is kept for repetition.
    long keptBytes() {
        synchronized (lists) {
            return lists.bytes();
        }
    }

    /// Forgets what is kept for repetition.
    void forgetKept() {
        synchronized (lists) {
            lists.clear();
        }
    }

    /// The label names, sorted.
    Set<String> names() {
        return names.keySet();
    }

    /// The values of a name, sorted.
    ///
    /// @param limit how many at most; 0 for all
    List<String> values(String name, int limit) {
        long[] entries = names.getOrDefault(name, new long[0]);
        List<String> values = new ArrayList<>();
        for (long entry : entries) {
            if (limit > 0 && values.size() == limit) {
                break;
            }
            values.add(new MappedCursor(file, entry, tableEnd).string());
        }
        return values;
    }

    /// The series of one pair.
    RoaringBitmap series(String name, String value) {
        List<RoaringBitmap> found = new ArrayList<>();
        addLiteral(names.getOrDefault(name, new long[0]), value, found);
        return union(found);
    }

    /// The series that all matchers accept; the caller may change the answer.
    RoaringBitmap select(List<LabelMatcher> matchers) {
        RoaringBitmap result = null;
        // What can be looked up comes first: it makes the candidates of the others few.
        for (LabelMatcher m : matchers) {
            if (!m.matchesEmpty()) {
                RoaringBitmap found = matching(m);
                if (result == null) {
                    result = found;
                } else {
                    result.and(found);
                }
            }
        }
        if (result == null) {
            result = new RoaringBitmap();
            result.add(0L, directory.size());
        }
        for (LabelMatcher m : matchers) {
            if (m.matchesEmpty() && !result.isEmpty()) {
                // A series without the label is accepted, so the refused values are taken away.
                result.andNot(refused(m));
            }
        }
        return result;
    }

    private RoaringBitmap matching(LabelMatcher m) {
        long[] entries = names.get(m.name());
        List<RoaringBitmap> found = new ArrayList<>();
        if (entries != null) {
            Set<String> literals = m.literalValues();
            if (literals != null) {
                for (String literal : literals) {
                    addLiteral(entries, literal, found);
                }
            } else {
                addMatching(entries, m, true, found);
            }
        }
        return union(found);
    }

    private RoaringBitmap refused(LabelMatcher m) {
        long[] entries = names.get(m.name());
        List<RoaringBitmap> found = new ArrayList<>();
        if (entries != null) {
            if (m.type() == LabelMatcher.Type.NOT_EQUAL) {
                addLiteral(entries, m.value(), found);
            } else {
                addMatching(entries, m, false, found);
            }
        }
        return union(found);
    }

    /// The caller may change the answer, and not what it is made of.
    private static RoaringBitmap union(List<RoaringBitmap> found) {
        return found.size() == 1 ? found.getFirst().clone() : RoaringBitmap.or(found.iterator());
    }

    private void addMatching(
            long[] entries, LabelMatcher m, boolean matches, List<RoaringBitmap> found) {
        for (long entry : entries) {
            MappedCursor in = new MappedCursor(file, entry, tableEnd);
            if (m.matches(in.string()) == matches) {
                found.add(postings(in.uvarint()));
            }
        }
    }

    private void addLiteral(long[] entries, String literal, List<RoaringBitmap> found) {
        int lo = 0;
        int hi = entries.length - 1;
        while (lo <= hi) {
            int mid = (lo + hi) >>> 1;
            MappedCursor in = new MappedCursor(file, entries[mid], tableEnd);
            int c = Utf8Order.compare(in.string(), literal);
            if (c == 0) {
                found.add(postings(in.uvarint()));
                return;
            }
            if (c < 0) {
                lo = mid + 1;
            } else {
                hi = mid - 1;
            }
        }
    }

    /// The list of series at an offset, which nobody may write to.
    private RoaringBitmap postings(long at) {
        synchronized (lists) {
            RoaringBitmap known = lists.get(at);
            if (known != null) {
                return known;
            }
        }
        MappedCursor in = file.section(at, "a postings list");
        RoaringBitmap read =
                packed ? PackedSeriesReader.readList(in, directory.size()) : readRefs(in);
        synchronized (lists) {
            lists.put(at, read);
        }
        return read;
    }

    private RoaringBitmap readRefs(MappedCursor in) {
        RoaringBitmapWriter<RoaringBitmap> out = RoaringBitmapWriter.writer().get();
        int series = -1;
        for (int left = in.count32(Integer.BYTES); left > 0; left--) {
            long ref = in.u32();
            int found = directory.seriesFrom(series + 1, ref);
            if (found < 0) {
                throw in.corrupt("series " + ref + " that is not there, or out of order");
            }
            series = found;
            out.add(series);
        }
        return out.get();
    }
}

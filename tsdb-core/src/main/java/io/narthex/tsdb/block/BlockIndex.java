package io.narthex.tsdb.block;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Utf8Order;
import io.narthex.tsdb.index.BoundedCache;
import io.narthex.tsdb.index.Fingerprints;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A block's index, open. What queries need of it is read when the first one comes, and stays: a
/// block that nobody asks costs nothing but its mapping.
///
/// Thread safety: safe for concurrent calls; one lock guards the reading and the kept selections.
final class BlockIndex {
    static final String FILE = "index";

    /// Selections kept for repetition: a dashboard asks some thirty.
    private static final int KEPT_SELECTIONS = 128;

    /// And of all of them: four million series.
    private static final long KEPT_BYTES = 16L << 20;

    private final MappedFile file;
    private final IndexToc toc;
    private final Object lock = new Object();
    private volatile @Nullable SymbolTable symbols;
    private volatile @Nullable SeriesDirectory directory;
    private volatile @Nullable PostingsTable postings;
    private final BoundedCache<List<LabelMatcher>, BlockSelection> selections =
            new BoundedCache<>(KEPT_SELECTIONS, KEPT_BYTES, BlockSelection::bytes);
    private final BoundedCache<BlockSelection.Part, BlockSelection> parts =
            new BoundedCache<>(KEPT_SELECTIONS, KEPT_BYTES, BlockSelection::bytes);

    /// The bytes of both; written under the lock.
    private volatile long keptSelections;

    private BlockIndex(MappedFile file, IndexToc toc) {
        this.file = file;
        this.toc = toc;
    }

    static BlockIndex open(FileStore files, Path block, Arena arena) {
        MappedFile file = MappedFile.open(files, block.resolve(FILE), arena);
        return new BlockIndex(file, IndexToc.read(file));
    }

    long size() {
        return file.size();
    }

    SymbolTable symbols() {
        SymbolTable known = symbols;
        if (known == null) {
            synchronized (lock) {
                known = symbols;
                if (known == null) {
                    known = SymbolTable.read(file, toc.symbols());
                    symbols = known;
                }
            }
        }
        return known;
    }

    SeriesDirectory directory() {
        SeriesDirectory known = directory;
        if (known == null) {
            synchronized (lock) {
                known = directory;
                if (known == null) {
                    known = SeriesDirectoryBuilder.read(file, toc, symbols());
                    directory = known;
                }
            }
        }
        return known;
    }

    PostingsTable postings() {
        PostingsTable known = postings;
        if (known == null) {
            synchronized (lock) {
                known = postings;
                if (known == null) {
                    known = PostingsTable.read(file, toc, directory());
                    postings = known;
                }
            }
        }
        return known;
    }

    /// The series that all matchers accept.
    BlockSelection select(List<LabelMatcher> matchers) {
        PostingsTable table = postings();
        synchronized (lock) {
            BlockSelection kept = selections.get(matchers);
            if (kept == null) {
                kept = new BlockSelection(table.select(matchers).toArray(), Fingerprints.next());
                selections.put(List.copyOf(matchers), kept);
                keptSelections = selections.bytes() + parts.bytes();
            }
            return kept;
        }
    }

    /// A part of a selection; the same one for the same series.
    BlockSelection part(BlockSelection all, int[] series) {
        BlockSelection.Part part = new BlockSelection.Part(all.fingerprint(), series);
        synchronized (lock) {
            BlockSelection kept = parts.get(part);
            if (kept == null) {
                kept = new BlockSelection(series, Fingerprints.next());
                parts.put(part, kept);
                keptSelections = selections.bytes() + parts.bytes();
            }
            return kept;
        }
    }

    /// The part of the memory held for queries that is there for repetition only. It waits for no
    /// query.
    long keptBytes() {
        PostingsTable known = postings;
        return keptSelections + (known == null ? 0 : known.keptBytes());
    }

    /// Forgets what is there for repetition only.
    void forgetKept() {
        synchronized (lock) {
            selections.clear();
            parts.clear();
            keptSelections = 0;
        }
        PostingsTable known = postings;
        if (known != null) {
            known.forgetKept();
        }
    }

    /// Memory held for queries.
    long memoryBytes() {
        SymbolTable knownSymbols = symbols;
        SeriesDirectory knownDirectory = directory;
        PostingsTable knownPostings = postings;
        synchronized (lock) {
            return selections.bytes()
                    + parts.bytes()
                    + (knownSymbols == null ? 0 : knownSymbols.bytes())
                    + (knownDirectory == null ? 0 : knownDirectory.bytes())
                    + (knownPostings == null ? 0 : knownPostings.bytes());
        }
    }

    /// The label names of the series that all matchers accept, sorted.
    ///
    /// @param limit how many at most; 0 for all
    List<String> labelNames(List<LabelMatcher> matchers, int limit) {
        if (matchers.isEmpty()) {
            return limited(postings().names(), limit);
        }
        TreeSet<String> names = new TreeSet<>(Utf8Order::compare);
        for (int series : select(matchers).series()) {
            Labels labels = directory().labels(series);
            for (int i = 0; i < labels.size(); i++) {
                names.add(labels.name(i));
            }
        }
        return limited(names, limit);
    }

    /// The values of a label among the series that all matchers accept, sorted.
    ///
    /// @param limit how many at most; 0 for all
    List<String> labelValues(String name, List<LabelMatcher> matchers, int limit) {
        if (matchers.isEmpty()) {
            return postings().values(name, limit);
        }
        TreeSet<String> values = new TreeSet<>(Utf8Order::compare);
        for (int series : select(matchers).series()) {
            String value = directory().labels(series).get(name);
            if (value != null) {
                values.add(value);
            }
        }
        return limited(values, limit);
    }

    private static List<String> limited(Iterable<String> all, int limit) {
        List<String> some = new ArrayList<>();
        for (String s : all) {
            if (limit > 0 && some.size() == limit) {
                break;
            }
            some.add(s);
        }
        return some;
    }
}

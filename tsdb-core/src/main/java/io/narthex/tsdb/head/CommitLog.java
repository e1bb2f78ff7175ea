package io.narthex.tsdb.head;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// What recent commits changed: how many samples each series had before. It lets a querier make a
/// selection after later commits and still see the store as it was when the querier was opened.
///
/// Commits are recorded only while a querier is open that is older than them.
///
/// Thread safety: guarded by the commit lock.
final class CommitLog {
    private static final class Commit {
        final long seq;
        long[] refs = new long[16];
        long[] before = new long[16];
        int size;

        Commit(long seq) {
            this.seq = seq;
        }
    }

    private final ArrayDeque<Commit> commits = new ArrayDeque<>();

    void begin(long seq) {
        commits.addLast(new Commit(seq));
    }

    /// Notes a series that the commit begun last is about to change; once for samples in a row.
    void note(long ref, long samplesBefore) {
        Commit c = commits.getLast();
        if (c.size > 0 && c.refs[c.size - 1] == ref) {
            return;
        }
        if (c.size == c.refs.length) {
            c.refs = Arrays.copyOf(c.refs, c.size * 2);
            c.before = Arrays.copyOf(c.before, c.size * 2);
        }
        c.refs[c.size] = ref;
        c.before[c.size++] = samplesBefore;
    }

    /// The number of samples, by reference, that series had at a commit, for those changed since.
    Map<Long, Long> changedSince(long seq) {
        if (commits.isEmpty() || commits.getLast().seq <= seq) {
            return Map.of();
        }
        Map<Long, Long> counts = new HashMap<>();
        Iterator<Commit> newestFirst = commits.descendingIterator();
        while (newestFirst.hasNext()) {
            Commit c = newestFirst.next();
            if (c.seq <= seq) {
                break;
            }
            // Within a commit the first note of a series counts, so go backwards here too.
            for (int i = c.size - 1; i >= 0; i--) {
                counts.put(c.refs[i], c.before[i]);
            }
        }
        return counts;
    }

    /// Forgets commits that no open querier needs undone.
    void forget(long upTo) {
        while (!commits.isEmpty() && commits.getFirst().seq <= upTo) {
            commits.removeFirst();
        }
    }
}

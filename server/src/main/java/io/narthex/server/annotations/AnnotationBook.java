package io.narthex.server.annotations;

import io.narthex.http.Annotations;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The newest annotations.
///
/// One is written to a file as it comes, but not synced: a killed process loses none, a power cut
/// may lose the last ones. Where the file can't be written, annotations are in memory only, and the
/// log says so once.
///
/// Thread safety: safe for concurrent calls.
public final class AnnotationBook {
    /// A year with several deployments and alerts a day, in less than a megabyte.
    public static final int DEFAULT_CAPACITY = 2000;

    private static final Logger LOG = LoggerFactory.getLogger(AnnotationBook.class);

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_TAGS = 20;
    private static final int LONGEST_TAG = 200;

    /// Clients know no other years than 1 to 9999.
    private static final long EARLIEST = -62_135_596_800_000L;

    private static final long LATEST = 253_402_300_799_999L;

    private final int capacity;
    private final InstantSource clock;

    // lock: this; guards what follows
    private final TreeMap<Long, Annotations.Note> notes = new TreeMap<>();
    private long lastId;
    private @Nullable AnnotationFile file;

    /// Opens the book, with what a file has of an earlier one.
    ///
    /// @param path of the file, created if it isn't there; null to keep annotations in memory only
    /// @param capacity how many are kept at most
    public AnnotationBook(@Nullable Path path, int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
        if (path == null) {
            return;
        }
        try {
            file = AnnotationFile.open(path, capacity, this::keep);
        } catch (IOException e) {
            LOG.warn("{} can't be used: annotations are in memory only", path, e);
        }
    }

    private void keep(Annotations.Note note) {
        lastId = Math.max(lastId, note.id());
        notes.put(note.id(), note);
        if (notes.size() > capacity) {
            notes.pollFirstEntry();
        }
    }

    /// Keeps an annotation; the oldest goes where there are too many.
    ///
    /// @return its id
    /// @throws IllegalArgumentException if it can't be; the message begins with the name of the
    ///     member that is wrong
    public synchronized long add(Annotations.Wanted wanted) {
        long time = wanted.time() == null ? clock.millis() : wanted.time();
        check(wanted, time);
        Annotations.Note note =
                new Annotations.Note(
                        lastId + 1,
                        time,
                        wanted.end(),
                        wanted.kind(),
                        wanted.text(),
                        wanted.tags());
        save(note);
        return note.id();
    }

    /// Ends the newest annotation that goes on and is meant.
    ///
    /// @return whether there was one
    public synchronized boolean end(Predicate<Annotations.Note> meant, long time) {
        for (Annotations.Note note : notes.descendingMap().values()) {
            if (note.end() == null && meant.test(note)) {
                save(
                        new Annotations.Note(
                                note.id(),
                                note.time(),
                                Math.max(time, note.time()),
                                note.kind(),
                                note.text(),
                                note.tags()));
                return true;
            }
        }
        return false;
    }

    private void save(Annotations.Note note) {
        keep(note);
        AnnotationFile open = file;
        if (open == null) {
            return;
        }
        try {
            open.write(note, notes.values());
        } catch (IOException e) {
            file = null;
            LOG.warn("annotations can't be written, and are in memory only now", e);
        }
    }

    /// The newest that are asked for, newest first.
    public synchronized List<Annotations.Note> newest(Annotations.Filter filter) {
        List<Annotations.Note> found = new ArrayList<>();
        for (Annotations.Note note : notes.values()) {
            if (wants(filter, note)) {
                found.add(note);
            }
        }
        found.sort(
                (a, b) ->
                        a.time() == b.time()
                                ? Long.compare(b.id(), a.id())
                                : Long.compare(b.time(), a.time()));
        boolean cut = filter.limit() > 0 && found.size() > filter.limit();
        return List.copyOf(cut ? found.subList(0, filter.limit()) : found);
    }

    /// What has no end counts as a moment: nobody knows of it whether it goes on.
    private static boolean wants(Annotations.Filter filter, Annotations.Note note) {
        long end = note.end() == null ? note.time() : note.end();
        return note.time() <= filter.end()
                && end >= filter.start()
                && (filter.kinds().isEmpty() || filter.kinds().contains(note.kind()));
    }

    private static void check(Annotations.Wanted wanted, long time) {
        checkTime("time", time);
        Long end = wanted.end();
        if (end != null) {
            checkTime("end", end);
            if (end < time) {
                throw new IllegalArgumentException("end: is before time");
            }
        }
        if (!KIND.matcher(wanted.kind()).matches()) {
            throw new IllegalArgumentException(
                    "kind: expected a word of at most 32 of a-z, 0-9, - and _, such as deployment");
        }
        checkText("text", wanted.text(), LONGEST_TEXT);
        if (wanted.tags().size() > MOST_TAGS) {
            throw new IllegalArgumentException("tags: there are more than " + MOST_TAGS);
        }
        wanted.tags().forEach(tag -> checkText("tags", tag, LONGEST_TAG));
    }

    private static void checkTime(String name, long time) {
        if (time < EARLIEST || time > LATEST) {
            throw new IllegalArgumentException(name + ": not within the years 1 to 9999");
        }
    }

    private static void checkText(String name, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    name + ": expected 1 to " + longest + " characters, not all blank");
        }
        // An escape may stand for half a character, which no file could hold.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(name + ": not valid Unicode");
        }
    }
}

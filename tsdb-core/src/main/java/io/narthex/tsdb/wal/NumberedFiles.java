package io.narthex.tsdb.wal;

import io.narthex.tsdb.io.FileStore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files of one directory that are named by number, such as `000017` or `checkpoint.000017`. Other
/// files are nobody's business here.
///
/// Thread safety: immutable.
public final class NumberedFiles {
    private final FileStore files;
    private final Path directory;
    private final String prefix;
    private final Pattern name;

    /// The files of a directory whose names start with a prefix.
    public NumberedFiles(FileStore files, Path directory, String prefix) {
        this.files = files;
        this.directory = directory;
        this.prefix = prefix;
        this.name = Pattern.compile(Pattern.quote(prefix) + "([0-9]{6,15})");
    }

    /// The name of a number.
    public Path path(long number) {
        return directory.resolve(prefix + String.format("%06d", number));
    }

    /// What is there, by number.
    public NavigableMap<Long, Path> list() throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        for (Path path : files.list(directory)) {
            Matcher m = name.matcher(path.getFileName().toString());
            if (m.matches()) {
                found.put(Long.parseLong(m.group(1)), path);
            }
        }
        return found;
    }

    /// Deletes those with numbers below one.
    public void deleteBefore(long number) throws IOException {
        for (Path path : list().headMap(number).values()) {
            files.delete(path);
        }
    }
}

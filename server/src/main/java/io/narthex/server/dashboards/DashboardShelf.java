package io.narthex.server.dashboards;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The dashboards that people saved: a folder with a file for each, that may be edited by hand too.
///
/// A file is put in its place whole, after it was synced. One that can't be read is left out, and
/// the log says so once for each version of it.
///
/// Thread safety: safe for concurrent calls.
public final class DashboardShelf {
    /// More are no choice any more.
    public static final int MOST = 200;

    private static final Logger LOG = LoggerFactory.getLogger(DashboardShelf.class);
    private static final String ENDING = ".json";

    private final @Nullable Path folder;
    private final DashboardReader reader;

    // lock: this; guards what follows
    private final TreeMap<String, Saved> saved = new TreeMap<>();

    /// A version of a file.
    ///
    /// @param dashboard null where it can't be read
    private record Saved(FileTime time, long size, @Nullable Dashboard dashboard) {}

    /// @param folder created when something is saved; null to keep dashboards in memory only
    public DashboardShelf(@Nullable Path folder, DashboardReader reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /// All by name, as their files are now.
    public synchronized Map<String, Dashboard> all() {
        if (folder != null) {
            look(folder);
        }
        Map<String, Dashboard> all = new TreeMap<>();
        saved.forEach(
                (name, one) -> {
                    if (one.dashboard() != null) {
                        all.put(name, one.dashboard());
                    }
                });
        return all;
    }

    /// Keeps one under its name.
    ///
    /// @throws IllegalArgumentException if it can't be kept; the message is fit for clients
    public synchronized void save(Dashboard dashboard) {
        Map<String, Dashboard> all = all();
        if (all.size() >= MOST && !all.containsKey(dashboard.name())) {
            throw new IllegalArgumentException(
                    "name: " + MOST + " dashboards are saved already; delete one first");
        }
        if (folder == null) {
            saved.put(dashboard.name(), new Saved(FileTime.fromMillis(0), 0, dashboard));
            return;
        }
        try {
            Files.createDirectories(folder);
            write(file(folder, dashboard.name()), DashboardJson.file(dashboard));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the dashboard can't be written to the data directory: " + e, e);
        }
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ENDING);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel out =
                FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                int _ = out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Removes what was saved under a name, whether it can be read or not.
    ///
    /// @return whether there was anything
    /// @throws IllegalArgumentException if it can't be removed; the message is fit for clients
    public synchronized boolean delete(String name) {
        if (folder == null || !DashboardReader.isName(name)) {
            return saved.remove(name) != null;
        }
        try {
            return Files.deleteIfExists(file(folder, name));
        } catch (IOException e) {
            throw new IllegalArgumentException("the dashboard's file can't be removed: " + e, e);
        }
    }

    private void look(Path place) {
        Map<String, Saved> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(ENDING) && found.size() < MOST) {
                    String bare = name.substring(0, name.length() - ENDING.length());
                    found.put(bare, look(file, bare));
                }
            }
        } catch (NoSuchFileException _) {
            // Nothing was saved yet.
        } catch (IOException e) {
            LOG.warn("{} can't be read: saved dashboards are not shown", place, e);
        }
        saved.clear();
        saved.putAll(found);
    }

    private Saved look(Path file, String name) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        Saved known = saved.get(name);
        if (known != null
                && known.time().equals(now.lastModifiedTime())
                && known.size() == now.size()) {
            return known;
        }
        Dashboard dashboard = null;
        try {
            if (now.size() > DashboardReader.LARGEST) {
                throw new IllegalArgumentException("it is too large");
            }
            dashboard = reader.read(Files.readAllBytes(file), name);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} is left out: {}", file, e.getMessage());
        }
        return new Saved(now.lastModifiedTime(), now.size(), dashboard);
    }
}

package io.narthex.tsdb.faults;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Which files and directories there are, and what of them is durable. What was there before is
/// noticed, as durable, when somebody asks for it.
///
/// Thread safety: the caller's lock.
final class FileTree {
    /// A file or a directory, whatever its name.
    static final class Node {
        final boolean isDirectory;

        /// The names in a directory now, and those that are durable.
        final Map<String, Node> entries = new TreeMap<>();

        final Map<String, Node> durableEntries = new TreeMap<>();

        /// A file's durable content.
        byte[] durable = new byte[0];

        /// Where writing went to at most: behind it is a hole.
        long end;

        /// Whether a failed sync left bytes that no later sync takes up, unless they are written
        /// again.
        boolean forgotten;

        Node(boolean isDirectory) {
            this.isDirectory = isDirectory;
        }

        /// How much of a file counts: of a large one, not the hole at its end, which only takes
        /// time.
        int bytesToKeep(long size) {
            long blocks = (end + BLOCK - 1) / BLOCK;
            return (int) (size <= LARGE ? size : Math.min(size, blocks * BLOCK));
        }

        /// A file's bytes as they are now.
        byte[] read(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(bytesToKeep(Files.size(file)));
            }
        }

        void syncEntries() {
            durableEntries.clear();
            durableEntries.putAll(entries);
        }
    }

    private static final int LARGE = 1 << 20;
    private static final int BLOCK = 4096;

    private final Node root = new Node(true);

    /// What has a name now.
    ///
    /// @param path absolute; it exists
    Node find(Path path) throws IOException {
        Node node = root;
        Path at = path.getRoot();
        for (Path name : path) {
            at = at.resolve(name);
            Node next = node.entries.get(name.toString());
            if (next == null) {
                next = new Node(Files.isDirectory(at));
                if (!next.isDirectory) {
                    next.durable = Files.readAllBytes(at);
                    next.end = next.durable.length;
                }
                node.entries.put(name.toString(), next);
                node.durableEntries.put(name.toString(), next);
            }
            node = next;
        }
        return node;
    }

    /// Notices all that is in a directory, if there still is such a directory.
    void findAll(Node directory) throws IOException {
        Path now = path(directory);
        if (now == null) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(now)) {
            for (Path path : all) {
                find(path);
            }
        }
    }

    /// Notes a new file or directory; its name is not durable.
    Node create(Path path, boolean isDirectory) throws IOException {
        Node node = new Node(isDirectory);
        put(path, node);
        return node;
    }

    /// Gives a name, taking it from whatever had it.
    void put(Path path, Node node) throws IOException {
        find(path.resolveSibling("")).entries.put(String.valueOf(path.getFileName()), node);
    }

    /// Takes a name away.
    void remove(Path path) throws IOException {
        find(path.resolveSibling("")).entries.remove(String.valueOf(path.getFileName()));
    }

    /// Where something is now; null where it is deleted.
    @Nullable Path path(Node node) {
        return path(root, node, Path.of("/"));
    }

    private static @Nullable Path path(Node from, Node sought, Path at) {
        for (Map.Entry<String, Node> e : from.entries.entrySet()) {
            Path path = at.resolve(e.getKey());
            Path found = e.getValue() == sought ? path : path(e.getValue(), sought, path);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}

package io.narthex.server.config;

import io.narthex.http.security.WebConfig;
import io.narthex.http.security.WebConfigException;
import io.narthex.http.security.WebConfigSource;
import io.narthex.yaml.ConfigException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The file of `--web.config.file`, and the certificates and keys that it names. It is asked at
/// every request and handshake, and read again when one of the files is another than before.
///
/// Thread safety: safe for concurrent calls.
public final class WebConfigFile implements WebConfigSource {
    /// File systems tell times no finer than some milliseconds; what was written so shortly before
    /// it was read may have been written again since.
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Path file;
    private final InstantSource clock;
    private volatile Known known;

    /// @param stamps of the file and those that it names
    /// @param sure whether the same stamps mean the same content
    private record Known(WebConfig config, List<Path> files, List<Stamp> stamps, boolean sure) {}

    /// @param key the file's own number, which renaming another file to its name changes
    private record Stamp(FileTime modified, long size, @Nullable Object key) {}

    /// Reads the file for the first time.
    ///
    /// @throws ConfigException if it can't be used
    public WebConfigFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.known = read();
    }

    @Override
    public WebConfig current() throws WebConfigException {
        Known last = known;
        try {
            if (last.sure && stamps(last.files).equals(last.stamps)) {
                return last.config;
            }
            Known now = read();
            known = now;
            return now.config;
        } catch (ConfigException | IOException e) {
            throw new WebConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    private Known read() {
        try {
            List<Path> files = List.of(file);
            List<Stamp> own = stamps(files);
            WebConfigReader.Read read = WebConfigReader.read(file);
            files = new ArrayList<>(files);
            files.addAll(read.files());
            List<Stamp> stamps = stamps(files);
            FileTime fresh = FileTime.from(clock.instant().minus(FRESH));
            boolean sure =
                    stamps.getFirst().equals(own.getFirst())
                            && stamps.stream().allMatch(s -> s.modified.compareTo(fresh) < 0);
            return new Known(read.config(), List.copyOf(files), stamps, sure);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "can't be read: " + e);
        }
    }

    private static List<Stamp> stamps(List<Path> files) throws IOException {
        List<Stamp> stamps = new ArrayList<>(files.size());
        for (Path path : files) {
            BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
            stamps.add(new Stamp(a.lastModifiedTime(), a.size(), a.fileKey()));
        }
        return stamps;
    }
}

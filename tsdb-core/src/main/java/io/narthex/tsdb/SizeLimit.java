package io.narthex.tsdb;

import io.narthex.tsdb.io.FileStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;

/// How large a store may be: so many bytes, or so much of its file system, whatever size that has
/// at the moment.
///
/// Thread safety: immutable.
final class SizeLimit {
    private static final Logger LOG = LoggerFactory.getLogger(SizeLimit.class);

    private final FileStore files;
    private final Path directory;
    private final long fixed;
    private final double percent;

    SizeLimit(TsdbOptions options, Path directory) {
        this.files = options.files();
        this.directory = directory;
        this.fixed = options.retentionBytes();
        this.percent = options.retentionPercent();
    }

    /// Looks whether the size of the file system is known, where that counts.
    ///
    /// @throws IOException if not
    void check() throws IOException {
        if (percent > 0) {
            try {
                files.totalSpace(directory);
            } catch (IOException e) {
                throw new IOException(
                        "it may take "
                                + percent
                                + "% of its file system, whose size is not known; give it a size"
                                + " in bytes instead",
                        e);
            }
        }
    }

    /// The bytes that there may be now; `Long.MAX_VALUE` for no limit.
    long bytes() {
        if (percent > 0) {
            try {
                return (long) (files.totalSpace(directory) * percent / 100);
            } catch (IOException e) {
                LOG.warn("{}% of the file system of {} is not known now", percent, directory, e);
            }
        }
        return fixed == 0 ? Long.MAX_VALUE : fixed;
    }
}

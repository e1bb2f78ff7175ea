package io.narthex.scrape.discover;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/// Notices that something happens in some folders. Where the system can't tell, waiting takes its
/// whole time.
///
/// Thread safety: for one thread.
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /// A file that is being written is often empty for a moment, so reading waits until nothing
    /// more happens.
    private static final long SETTLED_MILLIS = 50;

    private static final long MAX_SETTLING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DiscoveryCounters counters;
    private @Nullable WatchService service;

    FolderWatch(DiscoveryCounters counters) {
        this.counters = counters;
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            counters.watcherFailed();
            LOG.error("changes of files are noticed at refresh_interval only: {}", e.toString());
        }
    }

    /// Watches these too; those that are watched already stay so. Folders that are missing are left
    /// out, so this is called again from time to time.
    void watch(Collection<Path> folders) {
        WatchService to = service;
        if (to == null) {
            return;
        }
        for (Path folder : folders) {
            try {
                folder.register(
                        to,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            } catch (NoSuchFileException | NotDirectoryException _) {
                LOG.debug("{} is not there to be watched", folder);
            } catch (IOException e) {
                counters.watcherFailed();
                LOG.error("{} is not watched: {}", folder, e.toString());
            }
        }
    }

    /// Waits until something happened.
    ///
    /// @param limit longest wait, but for a moment in which the change is completed
    void await(Duration limit) throws InterruptedException {
        WatchService from = service;
        if (from == null) {
            Thread.sleep(limit);
            return;
        }
        WatchKey key = from.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        long latest = System.nanoTime() + MAX_SETTLING_NANOS;
        while (key != null) {
            key.pollEvents();
            boolean _ = key.reset();
            key =
                    System.nanoTime() - latest < 0
                            ? from.poll(SETTLED_MILLIS, TimeUnit.MILLISECONDS)
                            : null;
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.warn("watching files did not end well: {}", e.toString());
        }
    }
}

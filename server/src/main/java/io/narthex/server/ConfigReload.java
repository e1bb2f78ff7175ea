package io.narthex.server;

import io.narthex.rules.file.RuleFileException;
import io.narthex.server.config.ConfigFile;
import io.narthex.server.config.ConfigFingerprint;
import io.narthex.server.config.Configuration;
import io.narthex.yaml.ConfigException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Reads the configuration file again, on request or when it has changed, and hands it on.
///
/// Thread safety: safe for concurrent calls; one reload runs at a time.
final class ConfigReload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

    private final ReloadOptions options;
    private final Consumer<Configuration> apply;
    private final InstantSource clock;

    /// Written under the lock of this.
    private volatile ReloadStatus status;

    /// Of the files that were loaded last; guarded by this.
    private String fingerprint = "";

    private @Nullable Thread watching;

    private volatile Consumer<@Nullable String> listener = _ -> {};

    /// Takes what runs already as loaded.
    ///
    /// @param apply goes on with a configuration, or throws and leaves everything as it was
    ConfigReload(ReloadOptions options, Consumer<Configuration> apply, InstantSource clock) {
        this.options = options;
        this.apply = apply;
        this.clock = clock;
        this.status = new ReloadStatus(true, clock.instant());
        if (options.file() != null) {
            fingerprint = ConfigFingerprint.of(options.file());
        }
    }

    /// Begins to look for changes, where that is wanted.
    void watch() {
        Duration every = options.every();
        if (every != null && options.file() != null) {
            LOG.info("Automatic configuration file reloading enabled interval={}", every);
            watching = Thread.ofVirtual().name("config-watch").start(() -> watch(every));
        }
    }

    private void watch(Duration every) {
        try {
            while (true) {
                Thread.sleep(every);
                reloadIfChanged();
            }
        } catch (InterruptedException _) {
            LOG.debug("the configuration is watched no longer");
        }
    }

    /// Reloads where the configuration or one of its rule files is another one than the last that
    /// was loaded. A failed attempt is repeated until it succeeds: a missing file may come back.
    synchronized void reloadIfChanged() {
        Path file = options.file();
        if (file != null && !ConfigFingerprint.of(file).equals(fingerprint)) {
            LOG.info("Configuration file change detected, reloading the configuration.");
            String _ = reload();
        }
    }

    /// Loads the file.
    ///
    /// @return what is wrong, which the log has too, or null where it was loaded
    synchronized @Nullable String reload() {
        Path file = options.file();
        if (file == null) {
            return "there is no configuration file";
        }
        LOG.info("Loading configuration file filename={}", file);
        // Before it is read: what is written in between is a change again.
        String now = ConfigFingerprint.of(file);
        String problem = attempt(file);
        if (problem == null) {
            fingerprint = now;
            status = new ReloadStatus(true, clock.instant());
            LOG.info("Completed loading of configuration file filename={}", file);
        } else {
            status = new ReloadStatus(false, status.lastSuccess());
            LOG.error("Error reloading config, the one before stays: {}", problem);
        }
        listener.accept(problem);
        return problem;
    }

    private @Nullable String attempt(Path file) {
        try {
            apply.accept(ConfigFile.read(file, options.defaults()));
            return null;
        } catch (ConfigException | RuleFileException e) {
            return "couldn't load configuration (--config.file=\"%s\"): %s"
                    .formatted(file, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the new configuration could not be applied", e);
            return "one or more errors occurred while applying the new configuration"
                    + " (--config.file=\"%s\"): %s".formatted(file, e);
        }
    }

    /// Tells what becomes of every attempt: what is wrong, or null.
    void tell(Consumer<@Nullable String> newListener) {
        listener = newListener;
    }

    ReloadStatus status() {
        return status;
    }

    /// Waits for a reload under way.
    @Override
    public void close() {
        Thread thread = watching;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

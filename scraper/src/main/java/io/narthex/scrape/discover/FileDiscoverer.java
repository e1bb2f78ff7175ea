package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.FileGlob;
import io.narthex.yaml.YamlDocument;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads targets from files, again whenever something happens in their folders.
///
/// Thread safety: for the thread of one loop.
final class FileDiscoverer implements Discoverer {
    private static final Logger LOG = LoggerFactory.getLogger(FileDiscoverer.class);

    private final DiscoveryConfig.Files config;
    private final DiscoveryCounters counters;
    private final FolderWatch watch;

    /// What the files held when they could last be read, in the order of the configuration.
    private Map<Path, List<TargetGroup>> known = new LinkedHashMap<>();

    FileDiscoverer(DiscoveryConfig.Files config, DiscoveryCounters counters) {
        this.config = config;
        this.counters = counters;
        this.watch = new FolderWatch(counters);
    }

    @Override
    public List<TargetGroup> refresh() throws InterruptedException {
        long start = System.nanoTime();
        // Before anything is read, so that no change falls in between.
        watch.watch(folders());
        Map<Path, List<TargetGroup>> now = new LinkedHashMap<>();
        for (Path file : files()) {
            try {
                now.put(file, read(file));
            } catch (ConfigException | IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException(); // which is why it could not be read
                }
                counters.fileFailed();
                LOG.error("targets of a file are not read, those before stay: {}", text(e));
                now.put(file, known.getOrDefault(file, List.of()));
            }
        }
        known.keySet().stream().filter(f -> !now.containsKey(f)).forEach(counters::fileGone);
        known = now;
        counters.filesScanned(System.nanoTime() - start);
        return now.values().stream().flatMap(List::stream).toList();
    }

    private static String text(Exception e) {
        return e instanceof ConfigException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        for (Path pattern : config.patterns()) {
            Path folder = pattern.getParent();
            folders.add(folder == null ? Path.of("") : folder);
        }
        return folders;
    }

    private Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        for (Path pattern : config.patterns()) {
            try {
                files.addAll(FileGlob.of(pattern).files());
            } catch (IOException e) {
                counters.fileFailed();
                LOG.error("the files of {} are not known, those before stay: {}", pattern, e);
                // What can't be listed may still be there.
                known.keySet().stream()
                        .filter(file -> file.startsWith(parent(pattern)))
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static Path parent(Path pattern) {
        Path folder = pattern.getParent();
        return folder == null ? Path.of("") : folder;
    }

    private List<TargetGroup> read(Path file) throws IOException {
        GroupOrigin origin = GroupOrigin.of(file);
        String text = YamlDocument.text(file, "");
        long modified = Files.getLastModifiedTime(file).toMillis();
        List<TargetGroup> groups;
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            groups = GroupsJson.read(origin, json, json.length);
        } else {
            groups = GroupsYaml.read(origin, text);
        }
        counters.fileRead(file, modified);
        return groups;
    }

    @Override
    public void awaitNext(Duration interval) throws InterruptedException {
        watch.await(interval);
    }

    @Override
    public void close() {
        watch.close();
        known.keySet().forEach(counters::fileGone);
    }
}

package io.narthex.server.config;

import io.narthex.yaml.ConfigException;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Tells whether a configuration or one of the files that it names has changed.
///
/// Thread safety: stateless.
public final class ConfigFingerprint {
    private ConfigFingerprint() {}

    /// A text that changes with the content of the files, with their names, and with their number.
    ///
    /// What can't be read or understood is no error here: it changes the text as well, and whoever
    /// then loads the files says what is wrong.
    public static String of(Path file) {
        MessageDigest digest = sha256();
        add(digest, file);
        try {
            String yaml = YamlDocument.text(file, "");
            YamlMapping top = YamlDocument.parse(file.toString(), yaml).top();
            List<PathPattern> patterns = new ArrayList<>();
            patterns.addAll(ConfigFile.patterns(top, file.toString()));
            patterns.addAll(ConfigFile.jobPatterns(top, file.toString()));
            for (Path named : RuleFiles.matching(patterns)) {
                digest.update((named + "\0").getBytes(StandardCharsets.UTF_8));
                add(digest, named);
            }
        } catch (ConfigException e) {
            digest.update(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Path file) {
        try {
            digest.update(Files.readAllBytes(file));
        } catch (IOException e) {
            digest.update(String.valueOf(e).getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java has SHA-256", e);
        }
    }
}

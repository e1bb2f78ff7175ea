package io.narthex.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

class StaticAssetsTest {
    @Test
    void ofClassPath_findsFilesWithTheirTypeAndNothingElse(@TempDir Path root) throws Exception {
        Path folder = Files.createDirectories(root.resolve("ui/js"));
        Files.writeString(folder.resolve("api.js"), "1");
        Files.writeString(folder.resolve("Secret.class"), "2");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, null)) {
            StaticAssets assets = StaticAssets.ofClassPath(loader, "ui");
            for (int i = 0; i < 2; i++) {
                Content content = Objects.requireNonNull(assets.find("js/api.js"));
                assertThat(content.type()).isEqualTo("text/javascript; charset=utf-8");
                assertThat(content.body()).containsExactly('1');
            }
            assertThat(assets.find("js/Secret.class")).isNull();
            assertThat(assets.find("js/nothing.js")).isNull();
            assertThat(assets.find("js/")).isNull();
        }
    }
}

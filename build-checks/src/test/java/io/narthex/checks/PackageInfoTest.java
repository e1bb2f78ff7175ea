package io.narthex.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Every package of main code says what lives in it, and is null-marked; every jar has its name.
class PackageInfoTest {
    @Test
    void packages_sayWhatLivesThere() {
        List<String> silent =
                SourceTree.javaFiles("src/main/java").stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !isDescribed(folder.resolve("package-info.java")))
                        .map(SourceTree::name)
                        .toList();
        assertThat(silent).as("packages without a described, @NullMarked package-info").isEmpty();
    }

    @Test
    void modules_haveStableNames() {
        List<String> unnamed =
                SourceTree.modules().stream()
                        .filter(
                                m ->
                                        !SourceTree.read(
                                                        SourceTree.ROOT
                                                                .resolve(m)
                                                                .resolve("pom.xml"))
                                                .contains("<module.name>io.narthex."))
                        .toList();
        assertThat(unnamed).as("modules without module.name").isEmpty();
    }

    private static boolean isDescribed(Path info) {
        if (!Files.exists(info)) {
            return false;
        }
        String text = SourceTree.read(info);
        return text.contains("///") && text.contains("@NullMarked");
    }
}

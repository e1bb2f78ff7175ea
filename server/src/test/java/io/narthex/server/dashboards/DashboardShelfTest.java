package io.narthex.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.narthex.promql.parser.ParserOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

class DashboardShelfTest {
    private static final DashboardReader READER = new DashboardReader(ParserOptions.STABLE);

    @TempDir private Path data = Path.of("");

    private DashboardShelf shelf() {
        return new DashboardShelf(data.resolve("dashboards"), READER);
    }

    private static Dashboard named(String name) {
        return READER.read(DashboardReaderTest.WHOLE.getBytes(UTF_8), name);
    }

    @Test
    void saved_isThereAfterARestart_untilItIsDeleted() throws IOException {
        DashboardShelf shelf = shelf();
        assertThat(shelf.all()).isEmpty();
        assertThat(shelf.delete("mine")).isFalse();
        shelf.save(named("mine"));
        assertThat(shelf.all()).containsOnlyKeys("mine");
        assertThat(shelf().all()).containsValue(named("mine"));
        try (Stream<Path> files = Files.list(data.resolve("dashboards"))) {
            assertThat(files.map(Path::getFileName)).containsExactly(Path.of("mine.json"));
        }
        assertThat(shelf.delete("mine")).isTrue();
        assertThat(shelf.all()).isEmpty();
        assertThat(shelf().all()).isEmpty();
    }

    @Test
    void file_editedByHand_isReadAgain_andLeftOutWhileItIsWrong() throws IOException {
        DashboardShelf shelf = shelf();
        shelf.save(named("mine"));
        shelf.save(named("other"));
        Path file = data.resolve("dashboards/mine.json");
        String right = Files.readString(file);
        Files.writeString(file, right.replace("Mine", "Ours"));
        assertThat(shelf.all().get("mine").title().in("en")).isEqualTo("Ours");
        Files.writeString(file, "{");
        assertThat(shelf.all()).containsOnlyKeys("other");
        Files.writeString(file, right);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(shelf.all()).containsOnlyKeys("mine", "other");
        assertThat(shelf.delete("mine")).isTrue();
    }

    @Test
    void names_leadNowhereElse() throws IOException {
        Files.writeString(data.resolve("narthex.json"), "{}");
        shelf().save(named("mine"));
        assertThat(shelf().delete("../narthex")).isFalse();
        assertThat(data.resolve("narthex.json")).exists();
    }

    @Test
    void inMemory_isKeptAsLongAsTheShelf_andNoMoreThanAllowed() {
        DashboardShelf shelf = new DashboardShelf(null, READER);
        for (int i = 0; i < DashboardShelf.MOST; i++) {
            shelf.save(named("d" + i));
        }
        shelf.save(named("d0"));
        assertThatThrownBy(() -> shelf.save(named("more")))
                .hasMessage("name: 200 dashboards are saved already; delete one first");
        assertThat(shelf.delete("d0")).isTrue();
        assertThat(shelf.delete("d0")).isFalse();
        shelf.save(named("more"));
        assertThat(shelf.all()).hasSize(200).containsKey("more");
    }
}

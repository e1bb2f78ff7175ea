package io.narthex.rules.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.rules.slo.EventLedger.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// The bytes of `docs/formats/ledger.md`.
class LedgerFileTest {
    @TempDir Path directory;

    private static final Entry ENTRY = new Entry(300_000, new Events(1000, 1, 2, 15_000));

    @Test
    void file_hasTheseBytes() throws IOException {
        Path path = directory.resolve("a.ledger");
        try (LedgerFile file = LedgerFile.open(path, 300_000, 0x1234).file()) {
            file.append(List.of(ENTRY));
        }
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(path));
        assertThat(bytes)
                .isEqualTo(
                        "4e534c4f"
                                + "00000001"
                                + "00000000000493e0"
                                + "0000000000001234"
                                + "00000000000493e0"
                                + "408f400000000000"
                                + "3ff0000000000000"
                                + "4000000000000000"
                                + "0000000000003a98"
                                + "107168da");
    }

    @Test
    void open_givesWhatWasAppended() {
        Path path = directory.resolve("a.ledger");
        Entry second = new Entry(600_000, Events.NONE);
        try (LedgerFile file = LedgerFile.open(path, 300_000, 7).file()) {
            file.append(List.of(ENTRY));
            file.append(List.of(second));
        }
        LedgerFile.Opened opened = LedgerFile.open(path, 300_000, 7);
        assertThat(opened.entries()).containsExactly(ENTRY, second);
        assertThat(opened.cutOff()).isZero();
        assertThat(opened.replaced()).isFalse();
        opened.file().rewrite(List.of(second));
        opened.file().append(List.of(new Entry(900_000, Events.NONE)));
        opened.file().close();
        assertThat(LedgerFile.open(path, 300_000, 7).entries())
                .extracting(Entry::end)
                .containsExactly(600_000L, 900_000L);
    }

    @Test
    void open_otherDefinition_replaces() {
        Path path = directory.resolve("a.ledger");
        try (LedgerFile file = LedgerFile.open(path, 300_000, 7).file()) {
            file.append(List.of(ENTRY));
        }
        LedgerFile.Opened opened = LedgerFile.open(path, 300_000, 8);
        assertThat(opened.entries()).isEmpty();
        assertThat(opened.replaced()).isTrue();
        opened.file().close();
    }
}

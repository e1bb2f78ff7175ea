package io.narthex.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.tsdb.io.Corruption;
import io.narthex.tsdb.io.FileStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

class CutFileTest {
    private static final long CUT = 1_750_003_200_000L;

    @TempDir Path directory;

    @Test
    void bytes_areThoseOfTheDocument() {
        assertThat(HexFormat.of().formatHex(CutFile.bytes(CUT)))
                .isEqualTo("4e4152584355540100b05174970100005cda1af1");
    }

    @Test
    void read_givesWhatWasWritten_andNothingOfADamagedFile() throws IOException {
        List<Corruption> corruptions = new ArrayList<>();
        assertThat(CutFile.read(FileStore.local(), directory, corruptions)).isEqualTo(CutFile.NONE);
        CutFile.write(FileStore.local(), directory, 5);
        CutFile.write(FileStore.local(), directory, CUT);
        assertThat(CutFile.read(FileStore.local(), directory, corruptions)).isEqualTo(CUT);
        assertThat(corruptions).isEmpty();
        Path file = directory.resolve("cut");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            assertThat(CutFile.read(FileStore.local(), directory, corruptions))
                    .isEqualTo(CutFile.NONE);
        }
        Files.write(file, new byte[3]);
        assertThat(CutFile.read(FileStore.local(), directory, corruptions)).isEqualTo(CutFile.NONE);
        assertThat(corruptions).hasSize(bytes.length + 1);
    }
}

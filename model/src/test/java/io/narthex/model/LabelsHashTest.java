package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class LabelsHashTest {
    /// Hashes that the algorithm's authors and its ports publish.
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "as, 1c330fb2d66be179",
        "asd, 631c37ce72a97393",
        "asdf, 415872f599cea71e",
        "abc, 44bc2cf5ad770999",
        "Call me Ishmael. Some years ago--never mind how long precisely-, 2a2e85470d6fd96"
    })
    void hash_ofKnownText_isThePublishedOne(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Long.toHexString(XxHash64.hash(bytes, bytes.length))).isEqualTo(hash);
    }

    @Test
    void of_isTheHashOfLengthsAndTexts() {
        byte[] encoded = "\u0008__name__\u0001x\u0001i\u0002ab".getBytes(StandardCharsets.US_ASCII);
        long hash = XxHash64.hash(encoded, encoded.length);
        assertThat(LabelsHash.of(Labels.of("__name__", "x", "i", "ab"))).isEqualTo(hash);
    }

    @Test
    void longValues_hasLengthsOfFourBytes() {
        byte[] encoded = new byte[2 + 4 + 300];
        encoded[0] = 1;
        encoded[1] = 'i';
        encoded[2] = (byte) 255;
        encoded[3] = (byte) 300;
        encoded[4] = 300 >>> 8;
        Arrays.fill(encoded, 6, encoded.length, (byte) 'z');
        long hash = XxHash64.hash(encoded, encoded.length);
        assertThat(LabelsHash.of(Labels.of("i", "z".repeat(300)))).isEqualTo(hash);
    }
}

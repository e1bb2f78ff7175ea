package io.narthex.scrape.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

class SeriesTextsTest {
    @Test
    void texts_areLoadedInAnyOrderAndFoundByTheirBytes() {
        Seeds.forEach(200, seed -> check(Seeds.random(seed)));
    }

    private static void check(RandomGenerator random) {
        SeriesTexts texts = new SeriesTexts();
        SeriesLookup lookup = new SeriesLookup(texts);
        List<String> expected = new ArrayList<>();
        for (int step = random.nextInt(1, 300); step > 0; step--) {
            String text = text(random);
            byte[] bytes = ("  " + text).getBytes(StandardCharsets.ISO_8859_1);
            int found = lookup.find(bytes, 2, bytes.length);
            assertThat(found).isEqualTo(expected.indexOf(text));
            if (found < 0) {
                texts.add(bytes, 2, bytes.length);
                lookup.add(bytes, 2, bytes.length);
                expected.add(text);
            }
            int any = random.nextInt(expected.size());
            for (int i = any; i < Math.min(expected.size(), any + random.nextInt(40)); i++) {
                assertLoaded(texts, i, expected.get(i));
            }
        }
        texts.trim();
        SeriesLookup again = new SeriesLookup(texts);
        for (String text : expected) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(again.find(bytes, 0, bytes.length)).isEqualTo(expected.indexOf(text));
        }
    }

    private static String text(RandomGenerator random) {
        return random.nextInt(30) == 0
                ? "x".repeat(random.nextInt(3000))
                : "name_"
                        + random.nextInt(3)
                        + "{a=\""
                        + random.nextInt(9)
                        + "\",b=\""
                        + random.nextInt(20)
                        + "\"}";
    }

    private static void assertLoaded(SeriesTexts texts, int i, String text) {
        texts.load(i);
        assertThat(new String(texts.text(), 0, texts.length(), StandardCharsets.ISO_8859_1))
                .isEqualTo(text);
    }

    @Test
    void textsOfAHistogram_takeAFifth() {
        SeriesTexts texts = new SeriesTexts();
        int bytes = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] text =
                    "http_request_duration_seconds_bucket{handler=\"/api/v1/query_%d\",le=\"%d\"}"
                            .formatted(i / 12, i % 12)
                            .getBytes(StandardCharsets.UTF_8);
            texts.add(text, 0, text.length);
            bytes += text.length;
        }
        assertThat(texts.bytes()).isLessThan(bytes / 5);
    }

    @Test
    void clear_forgetsAll() {
        SeriesTexts texts = new SeriesTexts();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                byte[] text = ("round " + round + " " + i).getBytes(StandardCharsets.UTF_8);
                texts.add(text, 0, text.length);
            }
            assertLoaded(texts, 20, "round " + round + " 20");
            texts.clear();
            assertThat(texts.size()).isZero();
        }
    }
}

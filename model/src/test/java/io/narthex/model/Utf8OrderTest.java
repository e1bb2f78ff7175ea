package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

class Utf8OrderTest {
    @Test
    void compare_agreesWithBytesAroundTheSurrogates() {
        String[] ascending = {
            "",
            "a",
            "aa",
            "b",
            "\u00e9",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\uffff",
            cp(0x10000),
            cp(0x10FFFF)
        };
        for (int i = 0; i < ascending.length; i++) {
            for (int j = 0; j < ascending.length; j++) {
                assertThat(Integer.signum(Utf8Order.compare(ascending[i], ascending[j])))
                        .as("%d vs %d", i, j)
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void compare_agreesWithBytesOnRandomStrings() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String a = randomString(random);
            String b = randomString(random);
            int expected =
                    Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(Utf8Order.compare(a, b)))
                    .as("seed %d: %s vs %s", seed, a, b)
                    .isEqualTo(Integer.signum(expected));
        }
    }

    private static String randomString(Random random) {
        int[] pool = {'a', 'b', 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600};
        return random.ints(random.nextInt(4), 0, pool.length)
                .map(i -> pool[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String cp(int codePoint) {
        return new String(Character.toChars(codePoint));
    }
}

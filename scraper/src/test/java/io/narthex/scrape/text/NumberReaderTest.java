package io.narthex.scrape.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

class NumberReaderTest {
    private final NumberReader reader = new NumberReader();

    private boolean read(String text) {
        byte[] bytes = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 2, bytes.length - 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0, -0.0",
        "1, 1.0",
        "+1, 1.0",
        "-1.5, -1.5",
        "1., 1.0",
        ".5, 0.5",
        "00012, 12.0",
        "1e3, 1000.0",
        "1E-3, 0.001",
        "9007199254740993, 9.007199254740992E15",
        "0.1, 0.1",
        "123456789012345678901234567890, 1.2345678901234568E29",
        "4.9e-324, 4.9E-324",
        "1e-400, 0.0",
        "Inf, Infinity",
        "+inf, Infinity",
        "-INFINITY, -Infinity",
        "1.7976931348623157e308, 1.7976931348623157E308"
    })
    void numbers_areReadAsGoDoes(String text, double expected) {
        assertThat(read(text)).isTrue();
        assertThat(reader.value()).isEqualTo(expected);
        assertThat(Double.doubleToRawLongBits(reader.value()))
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }

    @Test
    void nan_isNeverTheStaleMarker() {
        assertThat(read("nAn")).isTrue();
        assertThat(Double.doubleToRawLongBits(reader.value())).isEqualTo(0x7ff8000000000001L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "+", ".", "-.", "1..2", "1e", "e5", "1_000", "0x1p4", "0x10", "1f", "1d",
                "--1", "+-1", "nan1", "-nan", "+NaN", "infinit", "1e999", "1 ", "one", "1,5"
            })
    void otherTexts_areRefused(String text) {
        assertThat(read(text)).isFalse();
    }

    @Test
    void tooManyLetters_areRefused() {
        assertThat(read("1".repeat(2000))).isFalse();
    }

    @Test
    void randomDecimals_areCorrectlyRounded() {
        Seeds.forEach(20, seed -> checkDecimals(Seeds.random(seed)));
    }

    private void checkDecimals(RandomGenerator random) {
        for (int i = 0; i < 1000; i++) {
            String text = decimal(random);
            assertThat(read(text)).as(text).isTrue();
            double expected = Double.parseDouble(text);
            assertThat(Double.doubleToRawLongBits(reader.value()))
                    .as(text)
                    .isEqualTo(Double.doubleToRawLongBits(expected));
            if (reader.isDecimal()) {
                assertThat(reader.mantissa() / Math.pow(10, reader.exponent()))
                        .as(text)
                        .isEqualTo(expected);
            }
        }
    }

    private static String decimal(RandomGenerator random) {
        StringBuilder out = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
        digits(out, random, 1 + random.nextInt(19));
        if (random.nextBoolean()) {
            digits(out.append('.'), random, random.nextInt(24));
        }
        if (random.nextInt(4) == 0) {
            out.append('e').append(random.nextInt(-200, 200) / (random.nextBoolean() ? 8 : 1));
        }
        return out.toString();
    }

    private static void digits(StringBuilder out, RandomGenerator random, int count) {
        for (int i = 0; i < count; i++) {
            out.append((char) ('0' + random.nextInt(10)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4.9351e-05, 49351, 9",
        "7.424100000000001e-05, 7424100000000001, 20",
        "1.024e+06, 1024000, 0",
        "1.5E3, 1500, 0",
        "-1.25e1, -125, 1",
        "0e5, 0, 0",
        "1e15, 1000000000000000, 0"
    })
    void smallPowers_stayDecimal(String text, long mantissa, int exponent) {
        assertThat(read(text)).isTrue();
        assertThat(reader.isDecimal()).isTrue();
        assertThat(reader.mantissa()).isEqualTo(mantissa);
        assertThat(reader.exponent()).isEqualTo(exponent);
        assertThat(reader.value()).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "-0e3", "1e22", "9007199254740992", "1e-30", "Inf", "NaN"})
    void otherNumbers_areNoDecimals(String text) {
        assertThat(read("1")).isTrue();
        assertThat(read(text)).isTrue();
        assertThat(reader.isDecimal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e+", "1e-", "1e1.5", "1e1e1", "1.e", ".e1", "1e 5", "1e++5", "1ef"})
    void badPowers_areRefused(String text) {
        assertThat(read(text)).isFalse();
    }
}

package io.narthex.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

class FloatTextTest {
    /// Go's `strconv.FormatFloat(v, f, -1, 64)`, with the format that the API picks.
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "0.3333333333333333, 0.3333333333333333",
        "100, 100",
        "123456789.125, 123456789.125",
        "9007199254740991, 9007199254740991",
        "9007199254740993, 9007199254740992",
        "123456789012345680000, 123456789012345680000",
        "999999999999999900000, 999999999999999900000",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e21, 1.5e+21",
        "1e100, 1e+100",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.000001, 0.000001",
        "0.00000123, 0.00000123",
        "9.9e-7, 9.9e-07",
        "1e-7, 1e-07",
        "1.25e-10, 1.25e-10",
        "-2e-100, -2e-100",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2e23, 2e+23",
        "9.5367431640625e-7, 9.5367431640625e-07",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf",
    })
    void sample_isWrittenAsGoDoes(double v, String expected) {
        assertThat(sample(v)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1e21, 1000000000000000000000",
        "1e-7, 0.0000001",
        "1.5e-9, 0.0000000015",
        "NaN, NaN",
        "-Infinity, -Inf",
    })
    void plain_hasNoExponent(double v, String expected) {
        byte[] dst = new byte[FloatText.MAX_PLAIN];
        assertThat(text(dst, new FloatText().plain(v, dst, 0))).isEqualTo(expected);
    }

    @Test
    void plain_extremes_fitTheirRoom() {
        byte[] dst = new byte[FloatText.MAX_PLAIN];
        for (double v : new double[] {-Double.MIN_VALUE, -Double.MAX_VALUE, -0x1.fffffp-1022}) {
            String s = text(dst, new FloatText().plain(v, dst, 0));
            assertThat(Double.parseDouble(s)).isEqualTo(v);
        }
    }

    @Test
    void sample_randomBits_areShortestAndClosest() {
        Seeds.forEach(
                20,
                seed -> {
                    RandomGenerator random = Seeds.random(seed);
                    for (int i = 0; i < 20_000; i++) {
                        check(Math.abs(Double.longBitsToDouble(random.nextLong())));
                        check(random.nextInt(1_000_000) / 1000.0);
                        check(random.nextDouble());
                    }
                });
    }

    @Test
    void sample_powersOfTwoAndTheirNeighbours_areShortestAndClosest() {
        for (int e = -1074; e <= 1023; e++) {
            double v = Math.scalb(1.0, e);
            check(v);
            check(Math.nextUp(v));
            check(Math.nextDown(v));
        }
    }

    /// The JDK's digits are shortest and closest too, except that it never writes fewer than two.
    private static void check(double v) {
        if (Double.isNaN(v) || Double.isInfinite(v) || v == 0) {
            return;
        }
        ShortestDecimal decimal = new ShortestDecimal();
        decimal.convert(v);
        BigDecimal ours =
                BigDecimal.valueOf(decimal.digits()).scaleByPowerOfTen(decimal.exponent());
        assertThat(ours.doubleValue()).isEqualTo(v);
        BigDecimal jdk = new BigDecimal(Double.toString(v)).stripTrailingZeros();
        if (jdk.precision() > 2) {
            assertThat(ours).as("%s", v).isEqualByComparingTo(jdk);
        } else {
            assertThat(ours.stripTrailingZeros().precision()).isLessThanOrEqualTo(jdk.precision());
        }
    }

    private static String sample(double v) {
        byte[] dst = new byte[FloatText.MAX_SAMPLE];
        return text(dst, new FloatText().sample(v, dst, 0));
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}

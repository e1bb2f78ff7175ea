package io.narthex.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

class ApiTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4, 4000",
        "1543578564.705, 1543578564705",
        "1543578564.7051, 1543578564705",
        "1543578564.7058, 1543578564706",
        "-1.5, -1500",
        "1e9, 1000000000000",
        ".5, 500",
        "5., 5000",
        "1795000000000, 1795000000000000",
        "2015-06-03T13:21:58.555Z, 1433337718555",
        "2015-06-03T14:21:58.555+01:00, 1433337718555",
        "2015-06-03T13:21:58Z, 1433337718000",
        "1e300, 9223309901257974999",
        "-1e300, -9223309901257974000",
        "-292273086-05-16T16:47:06Z, -9223309901257974000",
        "292277025-08-18T07:12:54.999999999Z, 9223309901257974999",
    })
    void parse_validTime_givesMilliseconds(String text, long millis) throws ApiException {
        assertThat(ApiTime.parse(text)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "NaN",
                "Inf",
                "0x10",
                "1f",
                "1d",
                "30s",
                "2015-02-31T00:00:00Z",
                "2015-06-03T13:21:58",
                "2015-06-03",
                " 1",
                "1e99999",
                "."
            })
    void parse_anythingElse_isNamedInTheError(String text) {
        assertThatThrownBy(() -> ApiTime.parse(text))
                .isInstanceOf(ApiException.class)
                .hasMessage("cannot parse \"" + text + "\" to a valid timestamp");
    }

    @Test
    void format_isAsShortAsGoWrites() {
        assertThat(ApiTime.format(Instant.ofEpochMilli(1_433_337_718_500L)))
                .isEqualTo("2015-06-03T13:21:58.5Z");
        assertThat(ApiTime.format(Instant.ofEpochSecond(1_433_337_718L)))
                .isEqualTo("2015-06-03T13:21:58Z");
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "0.5, PT0.5S",
        "-2.5, PT-2.5S",
        "0, PT0S",
        "15s, PT15S",
        "1m30s, PT1M30S",
        "1y1w1d, PT8952H",
        "100ms, PT0.1S",
        "1h, PT1H",
    })
    void duration_validText_isRead(String text, Duration expected) throws ApiException {
        assertThat(ApiDuration.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "1s1m", "-5s", "1.5m", "ms", "1 s", "99999999999y"})
    void duration_anythingElse_isNamedInTheError(String text) {
        assertThatThrownBy(() -> ApiDuration.parse(text))
                .hasMessage("cannot parse \"" + text + "\" to a valid duration");
    }

    @Test
    void duration_tooLarge_saysSo() {
        assertThatThrownBy(() -> ApiDuration.parse("148966367200.372"))
                .hasMessage(
                        "cannot parse \"148966367200.372\" to a valid duration. It overflows"
                                + " int64");
    }
}

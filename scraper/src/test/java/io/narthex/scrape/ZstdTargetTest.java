package io.narthex.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Targets that send zstd, though it was not asked for.
class ZstdTargetTest {
    private static byte[] zstd(byte[] body) {
        ZstdJavaCompressor zstd = new ZstdJavaCompressor();
        byte[] out = new byte[zstd.maxCompressedLength(body.length)];
        return Arrays.copyOf(out, zstd.compress(body, 0, body.length, out, 0, out.length));
    }

    private static FakeTarget target(byte[] body) {
        return new FakeTarget(
                e -> {
                    e.getResponseHeaders().set("Content-Encoding", "zstd");
                    FakeTarget.answer(e, 200, FakeTarget.TEXT, body);
                });
    }

    @Test
    void body_isRead() {
        byte[] body = "a 7\n".getBytes(StandardCharsets.UTF_8);
        try (FakeTarget target = target(zstd(body));
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            fixture.awaitValue("a", 7);
        }
    }

    /// A kilobyte that holds 16 MB.
    @Test
    void body_thatIsTooLarge_isNotUnpackedToItsEnd() {
        byte[] body = new byte[16 << 20];
        Arrays.fill(body, (byte) '#');
        try (FakeTarget target = target(zstd(body));
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(
                    ScrapeFixture.job(target).limits(ScrapeLimits.NONE.withBodySize(100_000)));
            assertThat(fixture.awaitError()).isEqualTo("body size limit exceeded");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11})
    void body_thatIsBroken_saysSo(int length) {
        byte[] whole = zstd("a 7\nb 8\n".getBytes(StandardCharsets.UTF_8));
        byte[] body = Arrays.copyOf(whole, length);
        if (length == 0) {
            body = whole;
            body[0] ^= 1;
        }
        try (FakeTarget target = target(body);
                ScrapeFixture fixture = new ScrapeFixture()) {
            fixture.scrape(ScrapeFixture.job(target));
            assertThat(fixture.awaitError()).contains("the zstd body is broken: ");
        }
    }
}

package io.narthex.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class BodyBuffersTest {
    private final BodyBuffers buffers = new BodyBuffers();

    @Test
    void body_takesTheArrayThatAnotherGaveBack() {
        GrowingBytes first = filled("a".repeat(100_000));
        byte[] array = first.array();
        first.release();

        GrowingBytes second = filled("b");

        assertThat(second.array()).isSameAs(array);
        assertThat(first.size()).isZero();
        assertThat(first.array()).isEmpty();
    }

    @Test
    void bodies_thatAreThereAtTheSameTime_haveArraysOfTheirOwn() {
        filled("a".repeat(100_000)).release();

        GrowingBytes first = filled("first");
        GrowingBytes second = filled("second");

        assertThat(text(first)).isEqualTo("first");
        assertThat(text(second)).isEqualTo("second");
    }

    @Test
    void growing_keepsWhatIsThere_andGivesTheSmallerArrayBack() {
        GrowingBytes bytes = filled("start ");
        byte[] small = bytes.array();

        boolean fits =
                bytes.append(
                        Unpooled.copiedBuffer("x".repeat(20_000), StandardCharsets.UTF_8), 30_000);

        assertThat(fits).isTrue();
        assertThat(text(bytes)).isEqualTo("start " + "x".repeat(20_000));
        assertThat(filled("next").array()).isSameAs(small);
    }

    @Test
    void few_areKept() {
        GrowingBytes[] all = new GrowingBytes[10];
        byte[][] arrays = new byte[all.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = filled("body " + i);
            arrays[i] = all[i].array();
        }
        for (GrowingBytes each : all) {
            each.release();
        }

        int reused = 0;
        for (int i = 0; i < all.length; i++) {
            byte[] array = filled("again").array();
            for (byte[] earlier : arrays) {
                reused += array == earlier ? 1 : 0;
            }
        }
        assertThat(reused).isEqualTo(4);
    }

    private GrowingBytes filled(String text) {
        GrowingBytes bytes = new GrowingBytes(buffers);
        assertThat(bytes.append(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), 1 << 20))
                .isTrue();
        return bytes;
    }

    private static String text(GrowingBytes bytes) {
        return new String(bytes.array(), 0, bytes.size(), StandardCharsets.UTF_8);
    }
}

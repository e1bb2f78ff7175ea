package io.narthex.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

class ResponseCollectorTest {
    private final BodyBuffers buffers = new BodyBuffers();
    private final ResponseCollector collector = new ResponseCollector(buffers);
    private final EmbeddedChannel channel = new EmbeddedChannel(collector);

    @Test
    void responseThatNobodyAskedFor_isNotTaken_andEndsTheConnection() {
        CompletableFuture<Answer> answer = collector.expect(1000, new RequestTrace());
        channel.writeInbound(response("asked 1\n"));
        GrowingBytes body = answer.join().body();

        channel.writeInbound(response("not asked 2\n"));

        assertThat(new String(body.array(), 0, body.size(), StandardCharsets.UTF_8))
                .isEqualTo("asked 1\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void oneResponseAfterAnother_isTakenWhenAskedFor() {
        collector.expect(1000, new RequestTrace());
        channel.writeInbound(response("first"));
        CompletableFuture<Answer> second = collector.expect(1000, new RequestTrace());
        channel.writeInbound(response("second"));

        assertThat(second.join().body().size()).isEqualTo("second".length());
        assertThat(channel.isOpen()).isTrue();
    }

    private static DefaultFullHttpResponse response(String text) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        HttpUtil.setContentLength(response, text.length());
        return response;
    }
}

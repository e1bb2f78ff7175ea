package io.narthex.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.http.net.Exchanges;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// What lists may take, and who is refused.
class ListMemoryTest {
    private final ListMemory memory = new ListMemory(100);

    private static ApiRequest request() {
        Params none = Params.of(Map.<String, List<String>>of());
        return new ApiRequest(none, none, "", Exchanges.of("GET", "/", ""));
    }

    private static ErrorType type(Throwable e) {
        return ((ApiException) e).type();
    }

    @Test
    void lists_thatTakeTooMuch_areRefused() throws ApiException {
        memory.charge(request(), 60);
        assertThatThrownBy(() -> memory.charge(request(), 50))
                .hasMessageContaining("try again later")
                .satisfies(e -> assertThat(type(e)).isEqualTo(ErrorType.OVERLOADED));
        assertThatCode(() -> memory.charge(request(), 40)).doesNotThrowAnyException();
        assertThatThrownBy(() -> memory.charge(request(), 101))
                .hasMessageContaining("limit or a narrower match[]")
                .satisfies(e -> assertThat(type(e)).isEqualTo(ErrorType.EXECUTION));
    }
}

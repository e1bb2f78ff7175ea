package io.narthex.scrape.loop;

import io.narthex.scrape.NameScheme;
import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.narthex.scrape.ScrapeProtocol;
import io.narthex.scrape.http.ScrapeResponse;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Which exposition format a target is asked for, and which one it gave.
///
/// Thread safety: stateless.
public final class Formats {
    /// Tenths of the weight of the best format: there is room for all that there are.
    private static final int BEST = 6;

    private static final String PROTOBUF = "application/vnd.google.protobuf";

    private static final String JSON =
            "this is JSON; set metrics_path to the page in Prometheus' text format";

    private static final byte GZIP_1 = 0x1f;
    private static final byte GZIP_2 = (byte) 0x8b;

    private Formats() {}

    /// The header that asks for some formats, the best first, and takes any other in need.
    static String accept(List<ScrapeProtocol> protocols, NameScheme.Escaping escaping) {
        StringBuilder text = new StringBuilder();
        int weight = BEST;
        for (ScrapeProtocol protocol : protocols) {
            text.append(protocol.mediaType(escaping)).append(";q=0.").append(weight--).append(',');
        }
        return text.append("*/*;q=0.").append(weight).toString();
    }

    /// The format of a body.
    ///
    /// @param contentType the header, or null
    /// @param fallback for a type that says nothing
    /// @throws ScrapeFailure if it says nothing and there is no fallback
    public static ScrapeProtocol of(
            @Nullable String contentType, @Nullable ScrapeProtocol fallback) {
        String type = contentType == null ? "" : mediaType(contentType);
        return switch (type) {
            case "text/plain" -> ScrapeProtocol.PROMETHEUS_TEXT_0_0_4;
            case "application/openmetrics-text" -> ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0;
            case PROTOBUF -> ScrapeProtocol.PROMETHEUS_PROTO;
            default -> fallbackFor(type, contentType, fallback);
        };
    }

    private static ScrapeProtocol fallbackFor(
            String type, @Nullable String contentType, @Nullable ScrapeProtocol fallback) {
        if (fallback != null) {
            return fallback;
        }
        String reason =
                (contentType == null || contentType.isBlank()
                                ? "non-compliant scrape target sending blank Content-Type"
                                : "received unsupported Content-Type \"" + contentType + "\"")
                        + " and no fallback_scrape_protocol specified for target";
        throw new ScrapeFailure(
                switch (type) {
                    case "text/html" -> new ScrapeError(ScrapeProblem.HTML, reason);
                    case "application/json" ->
                            new ScrapeError(ScrapeProblem.CONTENT_TYPE, reason, JSON);
                    default -> new ScrapeError(ScrapeProblem.CONTENT_TYPE, reason);
                });
    }

    /// Why a body could not be read, in the light of what it looks like.
    public static ScrapeError unreadable(ScrapeResponse response, String reason) {
        String type = response.contentType();
        if (type != null && mediaType(type).equals(PROTOBUF)) {
            return new ScrapeError(ScrapeProblem.PARSE, reason);
        }
        byte[] body = response.body();
        int length = response.length();
        int start = 0;
        while (start < length && body[start] <= ' ' && body[start] >= 0) {
            start++;
        }
        if (length > 1 && body[0] == GZIP_1 && body[1] == GZIP_2) {
            return new ScrapeError(
                    ScrapeProblem.ENCODING,
                    reason + " (this is gzip, and no header Content-Encoding says so)");
        }
        return switch (start < length ? body[start] : ' ') {
            case '<' -> new ScrapeError(ScrapeProblem.HTML, reason);
            case '{', '[' -> new ScrapeError(ScrapeProblem.PARSE, reason, JSON);
            default -> new ScrapeError(ScrapeProblem.PARSE, reason);
        };
    }

    /// The part before the parameters, which some services send twice.
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        return type.trim().toLowerCase(Locale.ROOT);
    }
}

package io.narthex.scrape;

import java.util.Locale;

/// What went wrong with a scrape, or is doubtful about it, as a kind that programs can tell apart.
/// Each has a sentence that says what usually helps.
///
/// Thread safety: immutable.
public enum ScrapeProblem {
    /// Nothing: the scrape was good, or there was none yet.
    NONE(""),
    /// Nobody listens at the address and port.
    REFUSED("is the service running, and is it at this host and port?"),
    /// The answer was not complete in time, or there was no connection in time.
    TIMEOUT("raise scrape_timeout, or make this page cheaper to produce"),
    /// The host's name has no address.
    UNKNOWN_HOST("is the name right, and does this machine or container know it?"),
    /// The network does not reach the address.
    NO_ROUTE("is the address right, and does this machine's network reach it?"),
    /// The connection was closed before the answer was complete.
    CLOSED("does this port speak HTTP, or perhaps HTTPS (scheme: https)?"),
    /// TLS could not be agreed on, or one side speaks it and the other does not.
    TLS("is the certificate valid for this host, and does this Java trust who issued it?"),
    /// A redirect that was not followed: too many, to nowhere, or not allowed.
    REDIRECT("is metrics_path right to the last slash, and readable without a login?"),
    /// Django does not answer requests for this host name.
    HOST_REFUSED_DJANGO("add the host to Django's ALLOWED_HOSTS"),
    /// Django takes no name with an underscore for a host's, whatever its settings.
    HOST_NAME_INVALID("Django refuses names with an underscore; give the service another name"),
    /// Starlette, which FastAPI is built on, does not answer requests for this host name.
    HOST_REFUSED_STARLETTE("add the host to the allowed_hosts of TrustedHostMiddleware"),
    /// Status 401 or 403.
    UNAUTHORIZED(
            "give the job basic_auth, authorization or oauth2, or let the service answer without"
                    + " a login"),
    /// Status 404.
    NOT_FOUND("set metrics_path to where the service has its metrics"),
    /// A status of 500 or more.
    SERVER_ERROR("the service's own log should say why it failed"),
    /// Any other status than 200.
    HTTP_STATUS(""),
    /// A web page instead of metrics.
    HTML("this is a web page, perhaps a login; set metrics_path to the metrics, such as /metrics"),
    /// A content type that is no exposition format, and no fallback for it.
    CONTENT_TYPE("if these are metrics, set fallback_scrape_protocol: PrometheusText0.0.4"),
    /// The body is compressed in another way than its header says.
    ENCODING(
            "send Content-Encoding: gzip exactly where a body is compressed, or set"
                    + " enable_compression: false"),
    /// The body is not what its format wants it to be.
    PARSE(""),
    /// The body is larger than allowed.
    TOO_LARGE("let the service expose less, or raise body_size_limit where it is set"),
    /// More samples, labels or targets than a limit allows.
    LIMIT("raise the limit, or drop series with metric_relabel_configs"),
    /// Fewer than a limit allows, but not by much.
    NEAR_LIMIT("raise the limit, or let the service expose less"),
    /// A body has a series twice.
    DUPLICATE_SERIES(
            "let the service write each combination of labels once, and metric_relabel_configs"
                    + " leave them distinct"),
    /// Several processes answer in turn, each with counters of its own.
    SEVERAL_PROCESSES(
            "set PROMETHEUS_MULTIPROC_DIR for the service, so that its workers share their"
                    + " metrics, or run a single worker"),
    /// Timestamps, or the clock, of the target are not those of this server.
    CLOCK_SKEW("let both machines set their clocks by NTP"),
    /// A label has ever new values.
    UNBOUNDED_LABEL("take the label out where the service counts"),
    /// The answer comes in time, but not by much.
    SLOW("make this page cheaper to produce, or raise scrape_timeout"),
    /// Anything else.
    OTHER("");

    private final String hint;

    ScrapeProblem(String hint) {
        this.hint = hint;
    }

    /// The word that the HTTP API uses, such as `unknown_host`; empty for [#NONE].
    public String code() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /// What usually helps, as one sentence; empty where nothing does in general.
    public String hint() {
        return hint;
    }
}

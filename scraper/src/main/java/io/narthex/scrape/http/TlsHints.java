package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeProblem;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/// What may help where TLS was not agreed on.
///
/// Thread safety: stateless.
final class TlsHints {
    private static final int MAX_CAUSES = 20;

    private TlsHints() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String hint = hint(cause);
            if (!hint.isEmpty()) {
                return hint;
            }
            cause = cause.getCause();
        }
        return ScrapeProblem.TLS.hint();
    }

    private static String hint(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return "the target's certificate has run out; let the service have a new one";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "the target's certificate is not valid yet; are the clocks of both machines"
                    + " right?";
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("subject alternative") || text.contains("no name matching")) {
            return "the target's certificate is for another name; set tls_config.server_name to one"
                    + " that it has, or ask the target by that name";
        }
        if (text.contains("unable to find valid certification path")
                || text.contains("path does not chain")) {
            return "this Java does not trust who issued the target's certificate; name the issuer's"
                    + " in tls_config.ca_file";
        }
        if (text.contains("certificate_required") || text.contains("bad_certificate")) {
            return "the target wants a certificate of ours; set tls_config.cert_file and key_file";
        }
        if (text.contains("protocol_version") || text.contains("no appropriate protocol")) {
            return "both sides speak other versions of TLS; see tls_config.min_version";
        }
        return "";
    }
}

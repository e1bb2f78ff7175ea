package io.narthex.client;

import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// Keys and certificates that were read, and how they are used. Another one is made when any of
/// them has changed.
///
/// Thread safety: safe for concurrent calls.
public final class TlsSetup {
    private final SSLContext context;
    private final TlsConfig config;

    TlsSetup(SSLContext context, TlsConfig config) {
        this.context = context;
        this.config = config;
    }

    /// One connection's side of TLS.
    ///
    /// @param host of the URL; an address of version 6 may be in brackets
    public SSLEngine engine(String host, int port) {
        String name = config.serverName().isEmpty() ? host : config.serverName();
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(versions());
        if (!config.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!isAddress(name)) {
            try {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            } catch (IllegalArgumentException _) {
                // A name with an underscore can't be told; most servers have one certificate.
            }
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private String[] versions() {
        return Arrays.stream(TlsVersion.values())
                .filter(v -> v.compareTo(config.min()) >= 0 && v.compareTo(config.max()) <= 0)
                .map(TlsVersion::javaName)
                .toArray(String[]::new);
    }
}

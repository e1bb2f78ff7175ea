package io.narthex.http.net;

import io.narthex.http.security.TlsServerConfig;
import io.narthex.http.security.WebConfigException;
import io.narthex.http.security.WebConfigSource;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// Starts TLS on connections, each with what is configured when it comes.
///
/// Thread safety: safe for concurrent calls.
final class TlsContexts {
    /// Version 1.3 chooses among its own; they are never configured.
    private static final List<String> ALWAYS =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    private final WebConfigSource source;
    private final boolean http2;
    private volatile @Nullable Made made;

    private record Made(TlsServerConfig config, SslContext context) {}

    /// @param http2 whether clients may choose HTTP/2
    TlsContexts(WebConfigSource source, boolean http2) {
        this.source = source;
        this.http2 = http2;
    }

    /// What speaks TLS on one connection.
    ///
    /// @throws WebConfigException if the configuration can't be used
    SslHandler handler(Channel channel) throws WebConfigException {
        TlsServerConfig config = source.current().tls();
        if (config == null) {
            throw new WebConfigException("TLS config is not present", new SSLException("no TLS"));
        }
        SslHandler handler = context(config).newHandler(channel.alloc());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setUseCipherSuitesOrder(config.serverOrder());
        if (!config.groups().isEmpty()) {
            parameters.setNamedGroups(config.groups().toArray(String[]::new));
        }
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    private SslContext context(TlsServerConfig config) throws WebConfigException {
        Made last = made;
        if (last != null && last.config.equals(config)) {
            return last.context;
        }
        try {
            SslContext context = make(config);
            made = new Made(config, context);
            return context;
        } catch (SSLException | GeneralSecurityException | IllegalArgumentException e) {
            throw new WebConfigException("tls_server_config: " + e.getMessage(), e);
        }
    }

    private SslContext make(TlsServerConfig config) throws SSLException, GeneralSecurityException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(
                                config.key(), config.chain().toArray(X509Certificate[]::new))
                        .sslProvider(SslProvider.JDK)
                        .protocols(config.protocols())
                        .clientAuth(clientAuth(config))
                        .trustManager(new ClientTrust(config))
                        .applicationProtocolConfig(protocols());
        if (!config.cipherSuites().isEmpty()) {
            List<String> suites = new ArrayList<>(config.cipherSuites());
            suites.addAll(ALWAYS);
            builder.ciphers(suites, SupportedCipherSuiteFilter.INSTANCE);
        }
        return builder.build();
    }

    private static ClientAuth clientAuth(TlsServerConfig config) {
        return switch (config.clientAuth()) {
            case NO_CLIENT_CERT -> ClientAuth.NONE;
            case REQUEST_CLIENT_CERT, VERIFY_CLIENT_CERT_IF_GIVEN -> ClientAuth.OPTIONAL;
            case REQUIRE_ANY_CLIENT_CERT, REQUIRE_AND_VERIFY_CLIENT_CERT -> ClientAuth.REQUIRE;
        };
    }

    private ApplicationProtocolConfig protocols() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                http2
                        ? List.of(
                                ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                        : List.of(ApplicationProtocolNames.HTTP_1_1));
    }
}

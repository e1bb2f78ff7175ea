package io.narthex.client;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// How a request says who asks.
///
/// Thread safety: immutable.
public sealed interface Authentication {
    /// It does not.
    record None() implements Authentication {}

    /// By name and password, `basic_auth`.
    record Basic(Secret username, Secret password) implements Authentication {}

    /// By a fixed header, `authorization`.
    ///
    /// @param type the word before the credentials, such as `Bearer`
    record Header(String type, Secret credentials) implements Authentication {}

    /// By a token that another server gives, `oauth2` with the grant of client credentials.
    ///
    /// @param tokenUrl where tokens are asked for
    /// @param scopes what the token is to be good for
    /// @param endpointParams what else the token's server wants to know
    /// @param tls how TLS is spoken with it
    /// @param proxy through whom it is asked
    record OAuth2(
            String clientId,
            Secret clientSecret,
            URI tokenUrl,
            List<String> scopes,
            Map<String, String> endpointParams,
            TlsConfig tls,
            ProxyConfig proxy)
            implements Authentication {
        /// A server that is asked directly, with a certificate that Java trusts.
        public OAuth2(
                String clientId,
                Secret clientSecret,
                URI tokenUrl,
                List<String> scopes,
                Map<String, String> endpointParams) {
            this(
                    clientId,
                    clientSecret,
                    tokenUrl,
                    scopes,
                    endpointParams,
                    TlsConfig.DEFAULTS,
                    ProxyConfig.NONE);
        }

        /// Copies the collections.
        public OAuth2 {
            scopes = List.copyOf(scopes);
            endpointParams = Map.copyOf(endpointParams);
        }
    }
}

package io.narthex.client;

/// A version of TLS by its name in the configuration, oldest first. Java refuses the older two
/// unless its own security settings are changed.
public enum TlsVersion {
    TLS10("TLSv1"),
    TLS11("TLSv1.1"),
    TLS12("TLSv1.2"),
    TLS13("TLSv1.3");

    private final String javaName;

    TlsVersion(String javaName) {
        this.javaName = javaName;
    }

    /// The name that Java has for it.
    String javaName() {
        return javaName;
    }
}

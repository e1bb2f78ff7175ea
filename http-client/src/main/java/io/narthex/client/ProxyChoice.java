package io.narthex.client;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Which proxy a request goes through, by the rules that programs of Unix share.
///
/// Thread safety: immutable.
final class ProxyChoice {
    private final ProxyConfig config;
    private final UnaryOperator<@Nullable String> environment;

    /// @param environment finds the value of an environment variable, or null
    ProxyChoice(ProxyConfig config, UnaryOperator<@Nullable String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /// The proxy for a URL, or null.
    ///
    /// @param host of the URL, without brackets
    @Nullable URI of(URI url, String host, int port) {
        if (!config.fromEnvironment()) {
            boolean direct = !config.noProxy().isEmpty() && isDirect(config.noProxy(), host, port);
            return direct ? null : config.url();
        }
        String scheme = url.getScheme().toUpperCase(Locale.ROOT);
        String proxy = variable(scheme + "_PROXY");
        return proxy.isEmpty() || isDirect(variable("NO_PROXY"), host, port)
                ? null
                : URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            value = environment.apply(name.toLowerCase(Locale.ROOT));
        }
        return value == null ? "" : value;
    }

    private static boolean isDirect(String noProxy, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        InetAddress address = address(name);
        if (name.equals("localhost") || (address != null && address.isLoopbackAddress())) {
            return true;
        }
        for (String part : noProxy.split(",", -1)) {
            String pattern = part.strip().toLowerCase(Locale.ROOT);
            if (!pattern.isEmpty() && matches(pattern, name, address, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(
            String pattern, String name, @Nullable InetAddress address, int port) {
        if (pattern.equals("*")) {
            return true;
        }
        if (pattern.contains("/")) {
            return address != null && contains(pattern, address);
        }
        int colon = pattern.lastIndexOf(':');
        boolean hasPort = colon > 0 && colon == pattern.indexOf(':');
        if (hasPort && !pattern.substring(colon + 1).equals(String.valueOf(port))) {
            return false;
        }
        String host = hasPort ? pattern.substring(0, colon) : pattern;
        if (address != null) {
            return address.equals(address(host));
        }
        if (host.startsWith("*.")) {
            host = host.substring(1);
        }
        return host.startsWith(".")
                ? name.endsWith(host)
                : name.equals(host) || name.endsWith("." + host);
    }

    /// Whether an address is in a network such as `10.0.0.0/8`.
    private static boolean contains(String network, InetAddress address) {
        int slash = network.indexOf('/');
        InetAddress first = address(network.substring(0, slash));
        byte[] bytes = address.getAddress();
        if (first == null || first.getAddress().length != bytes.length) {
            return false;
        }
        String digits = network.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(digits);
        for (int i = 0; i < Math.min(bits, bytes.length * 8); i++) {
            int mask = 0x80 >> (i % 8);
            if ((bytes[i / 8] & mask) != (first.getAddress()[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}

package io.narthex.rules.template;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// Splits addresses of the form `host:port` as Go's `net` does.
///
/// @param host without brackets
/// Thread safety: immutable.
record HostPort(String host, String port) {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");
    private static final int IPV6_GROUPS = 8;

    /// Without the port, if there is one.
    static String stripPort(String address) {
        HostPort split = split(address);
        return split == null ? address : split.host;
    }

    /// The first label of the host, with the port; an IP address stays as it is.
    static String stripDomain(String address) {
        HostPort split = split(address);
        String host = split == null ? address : split.host;
        if (isIp(host)) {
            return address;
        }
        int dot = host.indexOf('.');
        String name = dot < 0 ? host : host.substring(0, dot);
        if (split == null || split.port.isEmpty()) {
            return name;
        }
        boolean brackets = name.indexOf(':') >= 0;
        return (brackets ? "[" + name + "]" : name) + ":" + split.port;
    }

    /// Null where the text is none.
    private static @Nullable HostPort split(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String host;
        int from = 0;
        int to = 0;
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            if (end < 0 || end + 1 != colon) {
                return null;
            }
            host = address.substring(1, end);
            from = 1;
            to = end + 1;
        } else {
            host = address.substring(0, colon);
            if (host.indexOf(':') >= 0) {
                return null;
            }
        }
        if (address.indexOf('[', from) >= 0 || address.indexOf(']', to) >= 0) {
            return null;
        }
        return new HostPort(host, address.substring(colon + 1));
    }

    private static boolean isIp(String host) {
        return IPV4.matcher(host).matches() || isIpv6(host);
    }

    private static boolean isIpv6(String host) {
        int gap = host.indexOf("::");
        if (gap < 0) {
            return groups(host, true) == IPV6_GROUPS;
        }
        int before = groups(host.substring(0, gap), false);
        int after = groups(host.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /// How many groups of 16 bits a text has; -1 where it is none.
    private static int groups(String text, boolean last) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                count++;
            } else if (last && i == parts.length - 1 && IPV4.matcher(parts[i]).matches()) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }
}

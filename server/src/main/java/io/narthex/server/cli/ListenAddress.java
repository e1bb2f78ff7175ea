package io.narthex.server.cli;

import io.narthex.http.ListenException;

import picocli.CommandLine;

import java.net.InetSocketAddress;

/// Reads `host:port`, `:port` (all addresses) and `[::1]:port`.
///
/// Thread safety: stateless.
final class ListenAddress implements CommandLine.ITypeConverter<InetSocketAddress> {
    private static final int MAX_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
        int colon = text.lastIndexOf(':');
        int port = colon < 0 ? -1 : port(text.substring(colon + 1));
        if (port < 0) {
            throw new CommandLine.TypeConversionException(
                    "'" + text + "' is no address; write it as 127.0.0.1:9090 or :9090");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        InetSocketAddress address =
                host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new CommandLine.TypeConversionException("unknown host '" + host + "'");
        }
        return address;
    }

    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port <= MAX_PORT ? port : -1;
    }

    /// What to do about an address that could not be had.
    static String remedy(ListenException e, String command) {
        if (!e.inUse()) {
            return "";
        }
        String flag = command.equals("demo") ? "--listen" : "--web.listen-address";
        String other = e.address().getHostString() + ":" + (e.address().getPort() + 1);
        return "; another process has that port. Stop it, or take another: " + flag + "=" + other;
    }
}

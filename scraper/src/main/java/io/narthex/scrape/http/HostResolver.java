package io.narthex.scrape.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Where the addresses of host names come from.
///
/// Thread safety: implementations are safe for concurrent calls.
@FunctionalInterface
public interface HostResolver {
    /// The machine's own: its hosts file, its name servers, and the cache of the virtual machine.
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /// The addresses of a host, best first, at least one. May block for as long as it likes.
    ///
    /// @throws UnknownHostException if there is none
    List<InetAddress> addresses(String host) throws UnknownHostException;
}

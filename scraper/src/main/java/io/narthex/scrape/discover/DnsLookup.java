package io.narthex.scrape.discover;

import io.narthex.scrape.discover.DiscoveryConfig.RecordType;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Collectors;

import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InvalidNameException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/// Looks records of a name up, through the DNS client that Java has.
///
/// Thread safety: immutable.
record DnsLookup(NameServers with) {
    private static final String FIRST_TIMEOUT_MILLIS = "2000";
    private static final String ATTEMPTS = "2";

    /// The records in their text form, such as `10 5 9100 host.` for SRV; none where the name is
    /// known and has none, or where nobody knows it.
    ///
    /// @throws DiscoveryException if it is not known whether there are some
    List<String> records(String name, RecordType type) throws DiscoveryException {
        if (with.servers().isEmpty()) {
            throw new DiscoveryException("no name server is named in /etc/resolv.conf");
        }
        String failure = "";
        for (String full : with.candidates(name)) {
            try {
                return ask(full, type);
            } catch (NameNotFoundException _) {
                continue; // perhaps with another ending
            } catch (NamingException e) {
                failure = full + ": " + text(e);
            }
        }
        if (!failure.isEmpty()) {
            throw new DiscoveryException(
                    "could not resolve \""
                            + name
                            + "\": "
                            + failure
                            + "; do the name servers of"
                            + " /etc/resolv.conf answer?");
        }
        return List.of();
    }

    private static String text(NamingException e) {
        Throwable root = e.getRootCause();
        return root == null ? String.valueOf(e.getMessage()) : e.getMessage() + " (" + root + ")";
    }

    /// No object is made of what a server of names answers, and a name can't lead elsewhere: that
    /// takes a scheme before a colon.
    @SuppressWarnings("BanJNDI")
    private List<String> ask(String full, RecordType type) throws NamingException {
        if (full.indexOf(':') >= 0 || full.indexOf('/') >= 0) {
            throw new InvalidNameException("not a name of a host");
        }
        DirContext context = new InitialDirContext(environment());
        try {
            Attribute found =
                    context.getAttributes(new CompositeName().add(full), new String[] {type.name()})
                            .get(type.name());
            List<String> records = new ArrayList<>();
            for (int i = 0; found != null && i < found.size(); i++) {
                records.add(String.valueOf(found.get(i)));
            }
            return records;
        } finally {
            context.close();
        }
    }

    private Hashtable<String, String> environment() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(
                Context.PROVIDER_URL,
                with.servers().stream().map(s -> "dns://" + s).collect(Collectors.joining(" ")));
        environment.put("com.sun.jndi.dns.timeout.initial", FIRST_TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", ATTEMPTS);
        return environment;
    }
}

package io.narthex.scrape.discover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Who knows names, and how short names are completed: `/etc/resolv.conf`.
///
/// @param servers addresses, with a port after a colon where it is not 53; one of version 6 has
///     brackets
/// @param search what may come behind a name
/// @param dots a name with as many is tried as it is first
///
/// Thread safety: immutable.
public record NameServers(List<String> servers, List<String> search, int dots) {
    private static final Path FILE = Path.of("/etc/resolv.conf");
    private static final String OPTION = "ndots:";

    /// Copies the lists.
    public NameServers {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    /// What the system's file says now; nobody where there is none.
    public static NameServers ofSystem() {
        try {
            return of(Files.readAllLines(FILE));
        } catch (IOException _) {
            return new NameServers(List.of(), List.of(), 1);
        }
    }

    static NameServers of(List<String> lines) {
        List<String> servers = new ArrayList<>();
        List<String> search = new ArrayList<>();
        int dots = 1;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> {
                    if (words.length > 1) {
                        boolean six = words[1].contains(":");
                        servers.add(six ? "[" + words[1] + "]" : words[1]);
                    }
                }
                case "domain", "search" -> {
                    search.clear();
                    search.addAll(List.of(words).subList(1, words.length));
                }
                case "options" -> dots = dots(words, dots);
                default -> {} // says nothing about names
            }
        }
        return new NameServers(servers, search, dots);
    }

    private static int dots(String[] options, int otherwise) {
        for (String option : options) {
            if (option.startsWith(OPTION)) {
                try {
                    return Integer.parseInt(option.substring(OPTION.length()));
                } catch (NumberFormatException _) {
                    return otherwise;
                }
            }
        }
        return otherwise;
    }

    /// The full names that a name may stand for, in the order in which they are tried.
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>();
        search.forEach(s -> names.add(name + "." + s + (s.endsWith(".") ? "" : ".")));
        boolean first = name.chars().filter(c -> c == '.').count() >= dots;
        names.add(first ? 0 : names.size(), name + ".");
        return names;
    }
}

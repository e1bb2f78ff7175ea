package io.narthex.promql.test.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Small damages to a query: tokens and characters are dropped, doubled, swapped, replaced, and
/// pieces of another query are put in.
///
/// Thread safety: for one thread.
final class Mutations {
    private static final Pattern TOKEN =
            Pattern.compile("\"[^\"]*\"|'[^']*'|[A-Za-z_0-9.:]+|\\s+|[=!<>~]+|.", Pattern.DOTALL);

    private final RandomGenerator random;
    private final List<String> corpus;

    Mutations(RandomGenerator random, List<String> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    /// A query of the corpus, with a few damages.
    String next() {
        List<String> tokens = tokens(Pieces.pick(random, corpus));
        for (int i = random.nextInt(3); i >= 0 && !tokens.isEmpty(); i--) {
            damage(tokens);
        }
        String text = String.join("", tokens);
        return random.nextInt(8) == 0 ? damaged(text) : text;
    }

    private static List<String> tokens(String query) {
        List<String> tokens = new ArrayList<>();
        for (Matcher m = TOKEN.matcher(query); m.find(); ) {
            tokens.add(m.group());
        }
        return tokens;
    }

    private void damage(List<String> tokens) {
        int at = random.nextInt(tokens.size());
        int other = random.nextInt(tokens.size());
        switch (random.nextInt(18)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(other));
            case 2 -> tokens.set(at, tokens.set(other, tokens.get(at)));
            case 3 -> tokens.add(at, Pieces.any(random));
            case 4 -> tokens.addAll(at, piece(tokens(Pieces.pick(random, corpus))));
            case 5 -> tokens.addAll(at, piece(tokens));
            default -> tokens.set(at, similar(tokens.get(at)));
        }
    }

    private List<String> piece(List<String> tokens) {
        int from = random.nextInt(tokens.size());
        int to = Math.min(tokens.size(), from + 1 + random.nextInt(6));
        return List.copyOf(tokens.subList(from, to));
    }

    /// Another token of the same kind, so that the query often stays valid.
    private String similar(String token) {
        char first = token.charAt(0);
        if (first == '"' || first == '\'') {
            return Pieces.string(random);
        }
        if (Character.isDigit(first) || first == '.') {
            boolean duration = Character.isLetter(token.charAt(token.length() - 1));
            return duration ? Pieces.duration(random) : Pieces.number(random);
        }
        return switch (random.nextInt(4)) {
            case 0 -> Pieces.any(random);
            case 1 -> Character.isLetter(first) ? Pieces.pick(random, Pieces.METRICS) : token;
            default -> token;
        };
    }

    private String damaged(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0 && !out.isEmpty(); i--) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(4)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, (char) random.nextInt(128));
                case 2 -> out.setCharAt(at, (char) random.nextInt(0x10000));
                default -> out.setCharAt(at, (char) (out.charAt(at) ^ 1 << random.nextInt(7)));
            }
        }
        return out.toString();
    }
}

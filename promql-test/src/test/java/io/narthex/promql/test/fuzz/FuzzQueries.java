package io.narthex.promql.test.fuzz;

import io.narthex.testkit.Seeds;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// The fuzzer's inputs: one query for each number, the same one always.
///
/// Thread safety: immutable.
final class FuzzQueries {
    private static final List<Charset> CHARSETS =
            List.of(
                    StandardCharsets.UTF_8,
                    StandardCharsets.ISO_8859_1,
                    StandardCharsets.UTF_16BE,
                    StandardCharsets.US_ASCII);

    private final List<String> corpus;

    /// @param corpus queries to damage
    FuzzQueries(List<String> corpus) {
        this.corpus = corpus;
    }

    /// The query of a number.
    String query(long number) {
        RandomGenerator random = Seeds.random(number);
        int kind = random.nextInt(1000);
        if (kind < 150) {
            return noise(random);
        }
        if (kind < 300) {
            return soup(random);
        }
        if (kind < 650) {
            return new Mutations(random, corpus).next();
        }
        if (kind < 970) {
            return new GrammarQueries(random).any(1 + random.nextInt(5));
        }
        return new Towers(random).next(height(random));
    }

    /// Mostly below the parser's limit of depth, rarely far above.
    private static int height(RandomGenerator random) {
        return switch (random.nextInt(40)) {
            case 0 -> 1 + random.nextInt(20_000);
            case 1, 2, 3, 4 -> 1 + random.nextInt(1_200);
            default -> 1 + random.nextInt(60);
        };
    }

    private static String noise(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            // Mostly what can be typed, so that something gets past the first character.
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(8) == 0 ? bytes[i] : (byte) (32 + (bytes[i] & 0x7f) % 95);
            }
        }
        return new String(bytes, CHARSETS.get(random.nextInt(CHARSETS.size())));
    }

    private static String soup(RandomGenerator random) {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            query.append(Pieces.any(random)).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return query.toString();
    }
}

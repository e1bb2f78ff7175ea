package io.narthex.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTermTest {
    /// Runs 2 of 2 characters make 4, one alone 1; each jump costs a part of the length.
    @ParameterizedTest
    @CsvSource({
        "up, up, 1",
        "up, upper, 1",
        "up, group, 0.84915",
        "ab, axb, 0.41625",
        "ab, axbx, 0.40584375",
        "ab, xaxab, 0.84915",
        "ab, ba, 0",
        "ab, a, 0",
        "öb, xöb, 0.91575",
    })
    void subsequence_rewardsRuns(String word, String value, double score) {
        assertThat(new SubsequenceTerm(word).score(value)).isEqualTo(score, within(1e-12));
    }

    /// The usual examples of the measure, then the word itself by its place.
    @ParameterizedTest
    @CsvSource({
        "MARTHA, MARHTA, 0.961111111111111",
        "DIXON, DICKSONX, 0.813333333333333",
        "DWAYNE, DUANE, 0.84",
        "abc, xyz, 0",
        "up, up, 1",
        "up, upper, 1",
        "up, xupxx, 0.7",
        "up, xxxup, 0.1",
        "ö, xöx, 0.55",
    })
    void jaroWinkler_findsWhatIsSimilar(String word, String value, double score) {
        assertThat(new JaroWinklerTerm(word, 0.01).score(value)).isEqualTo(score, within(1e-12));
        double found = score == 0 ? 0 : value.contains(word) ? score : 0;
        assertThat(new JaroWinklerTerm(word, 0).score(value)).isEqualTo(found, within(1e-12));
        assertThat(new JaroWinklerTerm(word, 0.99).score(value)).isEqualTo(found, within(1e-12));
    }
}

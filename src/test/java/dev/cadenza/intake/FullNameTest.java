package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullNameTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Anna Meyer | Anna | Meyer",
        "Anna Maria Meyer | Anna Maria | Meyer",
        "Anna von der Leyen | Anna | von der Leyen",
        "Leyen, Anna von der | Anna von der | Leyen",
        "Vincent van Gogh | Vincent | van Gogh",
        "Madonna | Madonna |",
        "De Niro | De | Niro",
        "' ' | |",
    })
    void aNameIsSplitIntoFirstAndLast(String name, String first, String last) {
        assertThat(FullName.split(name)).isEqualTo(new FullName(first, last));
    }
}

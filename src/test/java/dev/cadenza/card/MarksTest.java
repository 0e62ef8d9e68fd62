package dev.cadenza.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marks that the recognizer has lost, and what else on the card tells of them. */
class MarksTest {

    @ParameterizedTest
    @CsvSource({"CZ, Obchodni feditel, Obchodní ředitel", "DK, Kebenhavn, København",
            "DE, GESCHAFTSFUHRER, GESCHÄFTSFÜHRER",
        "PL, Krakow, Kraków", "DE, Bernd Muller, Bernd Müller", "US, Bernd Muller, Bernd Muller",
        "DE, Millers, Millers"})
    void commonWordsOfACountryGetTheirMarks(String country, String read, String written) {
        assertThat(MarkedWords.mended(read, Optional.of(country))).isEqualTo(written);
    }

    @Test
    void withoutACountryNothingIsGuessed() {
        assertThat(MarkedWords.mended("Krakow, Koln, Malmo", Optional.empty())).isEqualTo("Krakow, Koln, Malmo");
    }

    @ParameterizedTest
    @CsvSource({"SE, Malardalen Logistik AB, maelardaien, Mälardalen Logistik AB, maelardalen",
        "DK, Baek, baek, , ", "DK, Beek, baek, Bæk, baek", "DK, resund Teknik ApS, oeresund-teknik, Øresund Teknik"
                + " ApS, oeresund-teknik",
        "DE, Bruckner & Sohne KG, brueckner-soehne, Brückner & Söhne KG, brueckner-soehne",
        "DE, WeiBmann, weissmann, Weißmann, weissmann",
        "DE, Michael, michael, , ", "US, Muller, mueller, , ", "DE, Muller, meier, , "})
    void addressesInTheNetTellWhereMarksBelong(String country, String text, String address, String marked,
            String meant) {
        assertThat(SpelledOut.in(text, address, Optional.of(country))).isEqualTo(marked == null ? Optional.empty()
                : Optional.of(new SpelledOut.Agreed(marked, meant)));
    }
}

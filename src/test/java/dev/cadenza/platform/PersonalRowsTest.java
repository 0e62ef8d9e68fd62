package dev.cadenza.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An address is found where it stands as a whole, and not in the address of somebody else. */
@CadenzaTest
class PersonalRowsTest {

    private static final String ANN = "ann@example.com";

    @Autowired
    JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.com", "{\"email\":\"ann@example.com\"}", "ann <ann@example.com>, bob",
        "write to ann@example.com.", "\\nann@example.com\\r\\n", "\\u003cann@example.com\\u003e",
        "mailto:ann@example.com?x", "?to=3dann@example.com", "of=20ann@example.com=20today",
        "joann@example.com and ann@example.com"})
    void asAWhole(String text) {
        assertThat(stands(ANN, text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"joann@example.com", "jo.ann@example.com", "jo+ann@example.com", "ann@example.com.au",
        "ann@example.community", "ann@example-com", "annXexample.com"})
    void notWithinAnother(String text) {
        assertThat(stands(ANN, text)).isFalse();
    }

    @Test
    void numbersAndWhatMeansSomethingToPatterns() {
        assertThat(stands("+491701234567", "whatsapp:+491701234567")).isTrue();
        assertThat(stands("+49170123456", "+491701234567")).isFalse();
        assertThat(stands("1234567", "{\"id\": 91234567}")).isFalse();
        String odd = "a.b+c'[x]{1}|$^*?(\\)/-" + UUID.randomUUID() + "@example.com";
        assertThat(stands(odd, "\"" + odd + "\"")).isTrue();
        assertThat(stands("a.b@example.com", "axb@example.com")).isFalse();
    }

    private boolean stands(String address, String text) {
        return jdbc.sql("select " + PersonalRows.stands("v.address", "v.text")
                + " from (select :address::text as address, :text::text as text) v").param("address", address)
                .param("text", text).query(Boolean.class).single();
    }
}

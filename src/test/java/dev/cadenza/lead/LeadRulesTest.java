package dev.cadenza.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeadRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "timezone    | europe/berlin           | Europe/Berlin",
        "timezone    | utc                     | UTC",
        "website     | acme.example            | https://acme.example",
        "website     | HTTP://acme.example/a?b | HTTP://acme.example/a?b",
        "linkedinUrl | linkedin.com/in/anna    | https://linkedin.com/in/anna",
        "status      | qualified               | QUALIFIED",
        "firstName   | '  Anna '               | Anna",
        "email       | Anna@Example.com        | anna@example.com",
    })
    void aGoodValueIsKeptInItsNormalForm(String field, String raw, String kept) {
        assertThat(LeadValues.check(field, raw, null)).isEqualTo(new LeadValues.Checked(kept, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "timezone    | Berlin                  | invalid",
        "timezone    | UTC+25                  | invalid",
        "website     | not a url               | invalid",
        "website     | javascript://acme.de/%0aalert(1) | invalid",
        "website     | https://user@acme.de    | invalid",
        "website     | localhost               | invalid",
        "linkedinUrl | ftp://linkedin.com      | invalid",
        "status      | HOT                     | invalid",
        "email       | anna                    | invalid",
        "phone       | 030 123456              | invalid",
        "firstName   | 'An\u0007na'            | invalid",
        "city        | 'Ber\nlin'              | invalid",
        "company     | '\ud800'                | invalid",
    })
    void aBadValueIsNamedWithItsField(String field, String raw, String code) {
        LeadValues.Checked checked = LeadValues.check(field, raw, null);
        assertThat(checked.value()).isNull();
        assertThat(checked.error().field()).isEqualTo(field);
        assertThat(checked.error().code()).isEqualTo(code);
    }

    @Test
    void blanksAreNoValueAndEveryFieldHasALimit() {
        for (String field : LeadValues.fields()) {
            assertThat(LeadValues.check(field, " \u00a0\t", null)).isEqualTo(new LeadValues.Checked(null, null));
            assertThat(LeadValues.check(field, "x".repeat(1001), null).error().code()).isEqualTo("too-long");
        }
    }

    @ParameterizedTest
    @CsvSource({"Number of Employees,numberOfEmployees", "ARR (€),aRR", "größe,größe", "2nd phone,ndPhone", "_x,x",
        "plan_id,plan_id", "Company-Size,companySize"})
    void aColumnHeadingBecomesAnAttributeKey(String heading, String key) {
        assertThat(Attributes.keyOf(heading)).contains(key);
        assertThat(Attributes.isKey(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1st", "a b", "a.b", "a-b", "email", "name", "score", "a\u0000"})
    void theseAreNoAttributeKeys(String key) {
        assertThat(Attributes.isKey(key)).isFalse();
    }

    @Test
    void numbersInAttributesKeepTheirNotation() {
        Map<String, Object> attributes = Attributes.fromJson("{\"a\": 1.50, \"b\": 7, \"c\": null, \"d\": true}");
        assertThat(attributes).containsOnly(Map.entry("a", new BigDecimal("1.50")), Map.entry("b", 7),
                Map.entry("d", true));
    }

    @Test
    void aProfileGivesItsFieldsAndAttributesAsVariables() {
        LeadProfile lead = new LeadProfile(new UUID(1, 1), "a@example.com", null, "Anna", null, null, null, null, null,
                null, null, "UTC", "csv", "NEW", 5, false, new LinkedHashMap<>(Map.of("plan", "gold", "company", "hidden")));
        assertThat(lead.variables()).isEqualTo(Map.of("email", "a@example.com", "firstName", "Anna", "name", "Anna",
                "timezone", "UTC", "source", "csv", "status", "NEW", "score", 5, "plan", "gold"));
        assertThat(LeadFields.names()).containsAll(
                lead.variables().keySet().stream().filter(k -> !k.equals("plan")).toList());
    }

    @Test
    void theDefaultRegionMustBeACountry() {
        assertThat(new LeadProperties(" de ").defaultRegion()).isEqualTo("DE");
        assertThat(new LeadProperties("").defaultRegion()).isNull();
        assertThatThrownBy(() -> new LeadProperties("Germany")).hasMessageContaining("cadenza.default-region");
    }
}

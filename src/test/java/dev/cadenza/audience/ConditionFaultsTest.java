package dev.cadenza.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.problem.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionFaultsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]                                                     | condition                  | invalid",
        "\"company\"                                            | condition                  | invalid",
        "null                                                   | condition                  | required",
        "{\"operator\": \"isEmpty\"}                              | condition.field            | required",
        "{\"all\": {}}                                          | condition.all              | invalid",
        "{\"any\": []}                                          | condition.any              | required",
        "{\"not\": []}                                          | condition.not              | invalid",
        "{\"all\": [], \"any\": []}                             | condition.any              | unknown-field",
        "{\"all\": [], \"x\": 1}                                | condition.x                | unknown-field",
        "{\"field\": \"company\", \"op\": \"equals\"}           | condition.op               | unknown-field",
        "{\"field\": 1, \"operator\": \"equals\"}               | condition.field            | invalid",
        "{\"field\": \"shoe\", \"operator\": \"equals\", \"value\": \"x\"}            | condition.field    | unknown-field",
        "{\"field\": \"attributes.a b\", \"operator\": \"isEmpty\"}                   | condition.field    | invalid",
        "{\"field\": \"attributes.\", \"operator\": \"isEmpty\"}                      | condition.field    | invalid",
        "{\"field\": \"company\", \"operator\": \"like\", \"value\": \"x\"}           | condition.operator | unknown-operator",
        "{\"field\": \"company\", \"operator\": \"greaterThan\", \"value\": 1}        | condition.operator | unsupported-operator",
        "{\"field\": \"score\", \"operator\": \"contains\", \"value\": \"1\"}         | condition.operator | unsupported-operator",
        "{\"field\": \"list\", \"operator\": \"equals\", \"value\": \"x\"}            | condition.operator | unsupported-operator",
        "{\"field\": \"createdAt\", \"operator\": \"equals\", \"value\": \"x\"}       | condition.operator | unsupported-operator",
        "{\"field\": \"company\", \"operator\": \"equals\"}                           | condition.value    | required",
        "{\"field\": \"company\", \"operator\": \"equals\", \"value\": null}          | condition.value    | required",
        "{\"field\": \"company\", \"operator\": \"equals\", \"value\": 5}             | condition.value    | invalid",
        "{\"field\": \"company\", \"operator\": \"equals\", \"value\": \"\"}          | condition.value    | invalid",
        "{\"field\": \"company\", \"operator\": \"equals\", \"value\": \"a\\u0000\"}  | condition.value    | invalid",
        "{\"field\": \"company\", \"operator\": \"equals\", \"value\": \"\\ud800\"}   | condition.value    | invalid",
        "{\"field\": \"company\", \"operator\": \"isEmpty\", \"value\": \"x\"}        | condition.value    | not-allowed",
        "{\"field\": \"company\", \"operator\": \"in\", \"value\": \"x\"}             | condition.value    | invalid",
        "{\"field\": \"company\", \"operator\": \"in\", \"value\": []}                | condition.value    | invalid",
        "{\"field\": \"company\", \"operator\": \"in\", \"value\": [\"a\", 1]}        | condition.value[1] | invalid",
        "{\"field\": \"status\", \"operator\": \"equals\", \"value\": \"HOT\"}        | condition.value    | invalid",
        "{\"field\": \"score\", \"operator\": \"equals\", \"value\": \"5\"}           | condition.value    | invalid",
        "{\"field\": \"score\", \"operator\": \"equals\", \"value\": 1e99}            | condition.value    | invalid",
        "{\"field\": \"score\", \"operator\": \"equals\", \"value\": 1e999}           | condition.value    | invalid",
        "{\"field\": \"attributes.a\", \"operator\": \"lessThan\", \"value\": \"5\"}  | condition.value    | invalid",
        "{\"field\": \"attributes.a\", \"operator\": \"in\", \"value\": [1, \"b\"]}   | condition.value[1] | invalid",
        "{\"field\": \"stoppedAutomation\", \"operator\": \"equals\", \"value\": \"true\"} | condition.value | invalid",
        "{\"field\": \"list\", \"operator\": \"in\", \"value\": \"x\"}                | condition.value    | invalid",
        "{\"field\": \"list\", \"operator\": \"in\", \"value\": [\"x\"]}              | condition.value[0] | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"before\", \"value\": \"soon\"}    | condition.value    | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"before\", \"value\": \"2026-06-03T09:00:00\"} | condition.value | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"before\", \"value\": \"+99999-01-01T00:00:00Z\"} | condition.value | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"withinLast\", \"value\": \"7 days\"} | condition.value | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"withinLast\", \"value\": \"P0D\"} | condition.value    | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"withinLast\", \"value\": \"-P1D\"} | condition.value   | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"withinLast\", \"value\": \"P1DT\"} | condition.value   | invalid",
        "{\"field\": \"createdAt\", \"operator\": \"withinLast\", \"value\": \"P999999999Y\"} | condition.value | invalid",
    })
    void everyFaultIsNamedByItsPlace(String condition, String field, String code) {
        assertThat(faults(condition)).containsExactly(field + " " + code);
    }

    @Test
    void allFaultsAreReportedTogetherEachWithItsPath() {
        assertThat(faults("""
                {"all": [{"field": "company", "operator": "isEmpty"},
                         {"any": [{"field": "x", "operator": "equals", "value": 1},
                                  {"not": {"field": "score", "operator": "huge", "value": 1}}]},
                         {"field": "city", "operator": "in", "value": ["a", ""]}]}
                """)).containsExactly("condition.all[1].any[0].field unknown-field",
                "condition.all[1].any[1].not.operator unknown-operator", "condition.all[2].value[1] invalid");
    }

    @Test
    void depthSizeAndLengthAreLimited() {
        String leaf = "{\"field\": \"city\", \"operator\": \"isEmpty\"}";
        assertThat(faults("{\"not\":".repeat(10) + leaf + "}".repeat(10)))
                .containsExactly("condition" + ".not".repeat(10) + " too-deep");
        assertThat(faults("{\"any\": [" + (leaf + ",").repeat(199) + leaf + "]}"))
                .containsExactly("condition.any[199] too-many");
        assertThat(faults("{\"any\": [" + "{\"all\": []},".repeat(5000) + leaf + "]}"))
                .containsExactly("condition.any[199] too-many");
        assertThat(faults("{\"field\": \"city\", \"operator\": \"equals\", \"value\": \"" + "x".repeat(501) + "\"}"))
                .containsExactly("condition.value invalid");
        assertThat(faults("{\"field\": \"city\", \"operator\": \"in\", \"value\": [" + "\"x\",".repeat(1000) + "\"x\"]}"))
                .containsExactly("condition.value invalid");
        assertThat(faults("{\"field\": \"score\", \"operator\": \"in\", \"value\": [" + "1,".repeat(100) + "1]}"))
                .containsExactly("condition.value invalid");
        assertThat(faults("{\"field\": \"" + "x".repeat(200_000) + "\", \"operator\": \"isEmpty\"}"))
                .containsExactly("condition too-large");
    }

    private static List<String> faults(String condition) {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> Condition.parse(tree(condition)));
        return rejected.errors().stream().map(e -> e.field() + " " + e.code()).toList();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException mistake) {
            throw new IllegalArgumentException(json, mistake);
        }
    }
}

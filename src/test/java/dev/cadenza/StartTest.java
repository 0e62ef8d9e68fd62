package dev.cadenza;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

@CadenzaTest
class StartTest {

    @Autowired
    TestRestTemplate http;

    @Autowired
    RuntimeService runtimeService;

    @Test
    void theApplicationIsHealthyOnAnEmptyDatabase() {
        assertThat(http.getForEntity("/actuator/health", String.class).getStatusCode().is2xxSuccessful()).isTrue();
        assertThat(runtimeService.createProcessInstanceQuery().count()).isNotNegative();
    }
}

package dev.cadenza.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import java.net.URI;

/** The page that everybody gets, who then has to sign in. */
@CadenzaTest
class ConsolePageTest {

    @Autowired
    TestRestTemplate http;

    @Test
    void itMayLoadScriptsAndStylesFromHereAlone() {
        ResponseEntity<String> page = http.exchange(RequestEntity.method(HttpMethod.GET, URI.create("/"))
                .accept(MediaType.TEXT_HTML).build(), String.class);

        assertThat(page.getStatusCode().value()).isEqualTo(200);
        assertThat(page.getHeaders().get("Content-Security-Policy")).singleElement().asString()
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "script-src 'self' '", "*");
        assertThat(page.getHeaders().getFirst(HttpHeaders.CACHE_CONTROL)).contains("no-cache");
        assertThat(page.getBody()).doesNotContain("<script>", "onclick=", "style=", "http://", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/main.js", "/console/console.css", "/console/icon.svg",
        "/webjars/bpmn-js/dist/bpmn-navigated-viewer.production.min.js", "/webjars/bpmn-js/dist/assets/diagram-js.css"})
    void whatItLoadsIsThereBeforeAnybodySignedIn(String path) {
        assertThat(http.getForEntity(path, byte[].class).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void itsScriptsMakeNoMarkupFromText() {
        for (String script : List.of("main", "dom", "api", "campaigns", "numbers", "imports", "outbox", "workflows",
                "signin", "diagram", "plots", "act", "places")) {
            assertThat(http.getForObject("/console/" + script + ".js", String.class)).as(script).isNotEmpty()
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                            "new Function", "localStorage");
        }
    }
}

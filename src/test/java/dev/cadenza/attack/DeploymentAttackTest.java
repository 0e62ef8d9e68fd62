package dev.cadenza.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.Role;
import dev.cadenza.testing.CadenzaTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** An administrator's password is stolen, or an administrator deploys what somebody sent: no code comes in with it. */
@CadenzaTest
class DeploymentAttackTest {

    private static final String RUN = "&apos;&apos;.getClass().forName(&apos;java.lang.Runtime&apos;)"
            + ".getMethod(&apos;getRuntime&apos;).invoke(null).exec(&apos;touch /tmp/cadenza-was-here&apos;)";

    @Autowired
    TestRestTemplate http;
    @Autowired
    Attackers attackers;
    @Autowired
    RepositoryService repository;
    @Autowired
    TaskService tasks;
    @Autowired
    ProcessEngine engine;

    TestRestTemplate administrator;
    long before;

    @BeforeEach
    void count() {
        administrator = attackers.as(Role.ADMINISTRATOR);
        before = repository.createDeploymentQuery().count();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<scriptTask id='bad' scriptFormat='groovy'><script>1</script></scriptTask>",
        "<serviceTask id='bad' camunda:class='java.lang.ProcessBuilder'/>",
        "<serviceTask id='bad' camunda:expression='${" + RUN + "}'/>",
        "<serviceTask id='bad' camunda:delegateExpression='${dataSource}'/>",
        "<serviceTask id='bad' camunda:type='external' camunda:topic='t'/>",
        "<serviceTask id='bad'><extensionElements><camunda:connector><camunda:connectorId>http-connector"
            + "</camunda:connectorId></camunda:connector></extensionElements></serviceTask>",
        "<userTask id='bad' camunda:formKey='https://evil.test/form.html'/>",
        "<userTask id='bad' camunda:formKey='embedded:https://evil.test/form.html'/>",
        "<userTask id='bad' camunda:formKey='embedded:deployment:evil.html'/>",
        "<userTask id='bad' camunda:formKey='embedded:/forms/../account.html'/>",
        "<userTask id='bad' camunda:formKey='${evil}'/>",
        "<userTask id='bad' name='${" + RUN + "}'/>",
        "<userTask id='bad'><documentation>${" + RUN + "}</documentation></userTask>",
        "<startEvent id='bad' camunda:formKey='//evil.test'/>",
    })
    void modelThatBringsCodeOrAPageFromElsewhereIsRefusedWithTheElementsName(String element) {
        ResponseEntity<JsonNode> answer = deploy("model.bpmn", model(element));

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).contains("Refused:").contains("'bad'");
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "groovy", "juel", "python", "http://www.java.com/java"})
    void decisionThatSpeaksAnotherLanguageThanFeelIsRefused(String language) {
        ResponseEntity<JsonNode> answer = deploy("decision.dmn", decision("expressionLanguage='" + language + "'",
                "1 + 1"));

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).contains("'evilExpression'").contains(language);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<inputEntry id='bad' expressionLanguage='groovy'><text>1</text></inputEntry>"
            + "<outputEntry id='o'><text>1</text></outputEntry>",
        "<inputEntry id='i'><text/></inputEntry>"
            + "<outputEntry id='bad' expressionLanguage='javascript'><text>1</text></outputEntry>",
        "<inputEntry id='i'><text/></inputEntry><outputEntry id='bad'><text>{ f: function(a) external /* x */ { java:"
            + " { class: \"java.lang.Runtime\" } } }</text></outputEntry>",
    })
    void rulesOfAScoringTableBringNoCodeEither(String rule) {
        ResponseEntity<JsonNode> answer = deploy("lead-score.dmn", "<definitions"
                + " xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='x' name='x' namespace='n'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn'><decision id='lead-score' name='s'"
                + " camunda:historyTimeToLive='5'><decisionTable id='t' hitPolicy='FIRST'><input id='k'><inputExpression"
                + " id='ke' typeRef='string'><text>kind</text></inputExpression></input><output id='p' name='points'"
                + " typeRef='integer'/><rule id='r'>" + rule + "</rule></decisionTable></decision></definitions>");

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).contains("Refused:").contains("'bad'");
        nothingChanged();
    }

    @Test
    void decisionThatCallsJavaIsRefused() {
        ResponseEntity<JsonNode> answer = deploy("decision.dmn", decision("", "{ f: function(a) external { java: {"
                + " class: \"java.lang.Runtime\", method signature: \"exec(java.lang.String)\" } } }"));

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        nothingChanged();
    }

    @ParameterizedTest
    @CsvSource({"page.html, <script>alert(1)</script>", "code.js, alert(1)", "picture.svg, <svg onload=alert(1)>",
        "code.groovy, 1", "code.class, x", "archive.jar, x", "case.cmmn, <x/>", "'../../x.bpmn', <x/>",
        "'a.bpmn.html', <b/>"})
    void whatRunsInABrowserOrOnTheServerIsNotDeployedAtAll(String name, String content) {
        ResponseEntity<JsonNode> answer = deploy(name, content);

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'components': [{'type': 'html', 'id': 'bad', 'content': '<script>alert(1)</script>'}]}",
        "{'components': [{'type': 'iframe', 'id': 'bad', 'url': 'https://evil.test'}]}",
        "{'components': [{'type': 'image', 'id': 'bad', 'source': 'https://evil.test/pixel.png'}]}",
        "{'components': [{'type': 'text', 'id': 'bad', 'text': '<img src=x onerror=alert(1)>'}]}",
        "{'components': [{'type': 'group', 'id': 'g', 'components': [{'type': 'text', 'id': 'bad',"
            + " 'text': '[x](javascript:alert(1))'}]}]}",
    })
    void formWithMarkupThatRunsOrLoadsIsRefusedWithTheFieldsName(String form) {
        ResponseEntity<JsonNode> answer = deploy("form.form", form.replace('\'', '"'));

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().get("message").asText()).contains("'bad'");
        nothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.bpmn", "decision.dmn"})
    void externalEntitiesAreNotRead(String name) {
        String bomb = "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                + (name.endsWith("dmn") ? decision("", "&x;") : model("<task id='t' name='&x;'/>"));

        ResponseEntity<JsonNode> answer = deploy(name, bomb);

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getBody().toString()).doesNotContain("root:");
        nothingChanged();
    }

    @Test
    void entitiesThatGrowWithoutEndAreNotExpanded() {
        StringBuilder bomb = new StringBuilder("<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a0 'aaaaaaaaaa'>");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY a").append(i).append(" '").append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
        }
        bomb.append("]>").append(model("<task id='t' name='&a11;'/>"));

        assertThat(deploy("model.bpmn", bomb.toString()).getStatusCode().value()).isEqualTo(400);
        nothingChanged();
    }

    @Test
    void nobodyButAdministratorsDeploys() {
        for (Role role : List.of(Role.MARKETER, Role.ANALYST, Role.SERVICE)) {
            assertThat(deploy(attackers.as(role), "model.bpmn", model("<task id='t'/>")).getStatusCode().value())
                    .isEqualTo(403);
        }
        nothingChanged();
    }

    @Test
    void whatIsHarmlessIsDeployed() {
        assertThat(deploy("model.bpmn", model("<userTask id='t' camunda:formKey='camunda-forms:deployment:f.form'/>"))
                .getStatusCode().value()).isEqualTo(200);
        assertThat(deploy("decision.dmn", decision("", "1 + 1")).getStatusCode().value()).isEqualTo(200);
        assertThat(deploy("f.form", "{\"components\": [{\"type\": \"textfield\", \"key\": \"a\"}]}").getStatusCode()
                .value()).isEqualTo(200);
    }

    @Test
    void storedQueryEvaluatesNoExpressionAndSerializedObjectsAreNotRead() {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        assertThat(configuration.isEnableExpressionsInStoredQueries()).isFalse();
        assertThat(configuration.isEnableExpressionsInAdhocQueries()).isFalse();
        assertThat(configuration.isJavaSerializationFormatEnabled()).isFalse();

        ResponseEntity<JsonNode> filter = post("/engine-rest/filter/create", Map.of("resourceType", "Task", "name",
                "evil-" + UUID.randomUUID(), "query", Map.of("assigneeExpression", "${" + RUN.replace("&apos;", "'") + "}")));
        if (filter.getStatusCode().is2xxSuccessful()) {
            String id = filter.getBody().get("id").asText();
            assertThat(administrator.getForEntity("/engine-rest/filter/" + id + "/list", String.class)
                    .getStatusCode().is2xxSuccessful()).isFalse();
            administrator.delete("/engine-rest/filter/" + id);
        }
        Map<String, Object> object = new HashMap<>(Map.of("value", "rO0ABXQAAWE=", "type", "Object", "valueInfo",
                Map.of("objectTypeName", "java.lang.String", "serializationDataFormat",
                        "application/x-java-serialized-object")));
        assertThat(post("/engine-rest/process-definition/key/campaign-launch/start", Map.of("variables", Map.of("o",
                object))).getStatusCode().value()).isGreaterThanOrEqualTo(400);
    }

    private void nothingChanged() {
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(before);
        assertThat(java.nio.file.Path.of("/tmp/cadenza-was-here")).doesNotExist();
    }

    private ResponseEntity<JsonNode> post(String path, Object body) {
        return administrator.exchange(path, HttpMethod.POST, new HttpEntity<>(body), JsonNode.class);
    }

    private ResponseEntity<JsonNode> deploy(String name, String content) {
        return deploy(administrator, name, content);
    }

    private static ResponseEntity<JsonNode> deploy(TestRestTemplate rest, String name, String content) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("deployment-name", "attack");
        parts.add("data", new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return name;
            }
        });
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return rest.postForEntity("/engine-rest/deployment/create", new HttpEntity<>(parts, headers), JsonNode.class);
    }

    private static String model(String element) {
        return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='t'><process id='p-"
                + UUID.randomUUID() + "' isExecutable='true' camunda:historyTimeToLive='5'>"
                + (element.contains("startEvent") ? "" : "<startEvent id='begin'/>") + element
                + "</process></definitions>";
    }

    private static String decision(String attribute, String expression) {
        return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='x' name='x' namespace='n'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn'><decision id='d-" + UUID.randomUUID()
                + "' name='d' camunda:historyTimeToLive='5'><variable id='v' name='result'/><literalExpression"
                + " id='evilExpression' " + attribute + "><text>" + expression
                + "</text></literalExpression></decision></definitions>";
    }
}

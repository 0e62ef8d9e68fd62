package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

@CadenzaTest
class EngineRestTest {

    private static final String LAUNCH = "campaign-launch";

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    RepositoryService repository;
    @Autowired
    RuntimeService runtime;
    @Autowired
    TaskService tasks;

    People people;
    String key;
    String instance;

    @BeforeEach
    void waitingProcess() {
        people = new People(users, http);
        key = "p-" + UUID.randomUUID();
        repository.createDeployment().addModelInstance(key + ".bpmn", waiting(key)).deploy();
        instance = runtime.startProcessInstanceByKey(key).getId();
    }

    @Test
    void tokenOpensItToo() {
        SignedInUser analyst = people.make(Role.ANALYST);
        String token = http.postForObject("/api/v1/auth/login", Map.of("email", analyst.email(), "password",
                People.PASSWORD), JsonNode.class).get("accessToken").asText();
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(token);

        assertThat(http.exchange("/engine-rest/process-instance/" + instance, HttpMethod.GET,
                new HttpEntity<>(headers), String.class).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = {"MARKETER", "ANALYST", "SERVICE"})
    void onlyAdministratorsDeployAndDeleteDeployments(Role role) {
        TestRestTemplate rest = people.as(role);
        String deployment = repository.createProcessDefinitionQuery().processDefinitionKey(key).singleResult()
                .getDeploymentId();

        assertThat(deploy(rest, waiting("q-" + UUID.randomUUID()))).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(status(rest, HttpMethod.DELETE, "/deployment/" + deployment + "?cascade=true", null))
                .isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(status(rest, HttpMethod.POST, "/deployment/" + deployment + "/redeploy", Map.of()))
                .isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(deploy(people.administrator(), waiting("q-" + UUID.randomUUID()))).isEqualTo(HttpStatus.OK);
    }

    @Test
    void whatAdministratorsDeployIsCheckedLikeEverythingElse() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("q-" + UUID.randomUUID()).camundaHistoryTimeToLive(5)
                .startEvent().serviceTask("bad").camundaClass("java.lang.Object").endEvent().done();

        ResponseEntity<JsonNode> answer = tryDeploy(people.administrator(), model);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(answer.getBody().at("/details/model.bpmn/errors/0/mainElementId").asText()).isEqualTo("bad");
        assertThat(answer.getBody().get("message").asText()).contains("camunda:class");
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = {"MARKETER", "ANALYST", "SERVICE"})
    void nobodyElseReachesIntoRunningProcesses(Role role) {
        TestRestTemplate rest = people.as(role);
        String task = tasks.createTaskQuery().processInstanceId(instance).singleResult().getId();

        assertRefused(rest, HttpMethod.POST, "/process-definition/key/" + key + "/start", Map.of());
        assertRefused(rest, HttpMethod.DELETE, "/process-instance/" + instance, null);
        assertRefused(rest, HttpMethod.PUT, "/process-instance/" + instance + "/suspended", Map.of("suspended", true));
        assertRefused(rest, HttpMethod.PUT, "/process-instance/" + instance + "/variables/x", Map.of("value", 1));
        assertRefused(rest, HttpMethod.POST, "/process-instance/" + instance + "/modification", Map.of("instructions",
                List.of(Map.of("type", "startBeforeActivity", "activityId", "done"))));
        assertRefused(rest, HttpMethod.POST, "/message", Map.of("messageName", "m", "processInstanceId", instance));
        assertRefused(rest, HttpMethod.POST, "/signal", Map.of("name", "signal-" + key));
        assertRefused(rest, HttpMethod.POST, "/task/" + task + "/complete", Map.of());
        assertRefused(rest, HttpMethod.POST, "/task/" + task + "/assignee", Map.of("userId", "x"));
        assertRefused(rest, HttpMethod.PUT, "/process-definition/key/" + key + "/suspended", Map.of("suspended", true));
        assertRefused(rest, HttpMethod.POST, "/filter/create", Map.of("resourceType", "Task", "name", key,
                "query", Map.of("assigneeExpression", "${currentUser()}")));
        assertRefused(rest, HttpMethod.POST, "/authorization/create", Map.of("type", 1, "permissions",
                List.of("ALL"), "userId", "*", "resourceType", 0, "resourceId", "*"));
        assertRefused(rest, HttpMethod.POST, "/user/create", Map.of("profile", Map.of("id", "x"), "credentials",
                Map.of("password", "y")));
        assertThat(runtime.createProcessInstanceQuery().processInstanceId(instance).active().count()).isOne();
        assertThat(tasks.createTaskQuery().processInstanceId(instance).count()).isOne();
    }

    @Test
    void marketersStartTheLaunchAndNothingElse() {
        if (repository.createProcessDefinitionQuery().processDefinitionKey(LAUNCH).count() == 0) {
            repository.createDeployment().addModelInstance(LAUNCH + ".bpmn", waiting(LAUNCH)).deploy();
        }
        String path = "/process-definition/key/" + LAUNCH + "/start";

        assertThat(status(people.as(Role.ANALYST), HttpMethod.POST, path, Map.of())).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(status(people.as(Role.MARKETER), HttpMethod.POST, path, Map.of()))
                .isNotIn(HttpStatus.FORBIDDEN, HttpStatus.UNAUTHORIZED);
    }

    @Test
    void administratorsMayDoEverything() {
        TestRestTemplate rest = people.as(Role.ADMINISTRATOR);

        assertThat(status(rest, HttpMethod.POST, "/process-definition/key/" + key + "/start", Map.of()))
                .isEqualTo(HttpStatus.OK);
        assertThat(status(rest, HttpMethod.DELETE, "/process-instance/" + instance, null))
                .isEqualTo(HttpStatus.NO_CONTENT);
    }

    @Test
    void expressionsInQueriesAreRefusedEvenToAdministrators() {
        TestRestTemplate rest = people.administrator();

        assertThat(rest.getForEntity("/engine-rest/task?assigneeExpression={e}", String.class, "${currentUser()}")
                .getStatusCode().is2xxSuccessful()).isFalse();
        assertThat(status(rest, HttpMethod.POST, "/task", Map.of("dueAfterExpression", "${now()}"))
                .is2xxSuccessful()).isFalse();
        assertThat(status(rest, HttpMethod.POST, "/task", Map.of("name", "no such task")).is2xxSuccessful()).isTrue();
    }

    @Test
    void peopleFindThemselvesAndAdministratorsEverybody() {
        SignedInUser marketer = people.make(Role.MARKETER);
        SignedInUser analyst = people.make(Role.ANALYST);

        assertThat(ids(people.as(marketer), "/user?idIn=" + marketer.email() + "," + analyst.email()))
                .containsExactly(marketer.email());
        assertThat(ids(people.administrator(), "/user?sortBy=userId&sortOrder=desc&idIn=" + marketer.email() + ","
                + analyst.email())).containsExactly(marketer.email(), analyst.email());
        assertThat(ids(people.administrator(), "/user?memberOfGroup=analyst&emailLike=" + analyst.email()))
                .containsExactly(analyst.email());
        assertThat(ids(people.as(marketer), "/group?member=" + marketer.email())).containsExactly("marketer");
        assertThat(ids(people.administrator(), "/group?sortBy=id&sortOrder=asc"))
                .containsExactly("administrator", "analyst", "marketer", "service");
    }

    @Test
    void oneRequestsUserIsNotTheNextOnes() {
        TestRestTemplate analyst = people.as(Role.ANALYST);
        TestRestTemplate administrator = people.administrator();

        for (int i = 0; i < 20; i++) {
            assertThat(status(administrator, HttpMethod.PUT, "/process-instance/" + instance + "/variables/x",
                    Map.of("value", i))).isEqualTo(HttpStatus.NO_CONTENT);
            assertThat(status(analyst, HttpMethod.PUT, "/process-instance/" + instance + "/variables/x",
                    Map.of("value", i))).isEqualTo(HttpStatus.FORBIDDEN);
        }
    }

    @Test
    void pageOfAnotherSiteCanNotUseTheBrowsersPassword() {
        HttpHeaders crossSite = new HttpHeaders();
        crossSite.set("Sec-Fetch-Site", "cross-site");
        HttpHeaders otherOrigin = new HttpHeaders();
        otherOrigin.setOrigin("https://evil.test");

        for (HttpHeaders headers : List.of(crossSite, otherOrigin)) {
            ResponseEntity<String> answer = people.administrator().exchange("/engine-rest/process-definition/key/"
                    + key + "/start", HttpMethod.POST, new HttpEntity<>(Map.of(), headers), String.class);
            assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        }
    }

    private static BpmnModelInstance waiting(String processKey) {
        return Bpmn.createExecutableProcess(processKey).camundaHistoryTimeToLive(5).startEvent()
                .userTask("wait").camundaCandidateGroups("administrator")
                .boundaryEvent("told").message("m").endEvent("afterMessage").moveToActivity("wait")
                .boundaryEvent("signalled").signal("signal-" + processKey).endEvent("afterSignal")
                .moveToActivity("wait").endEvent("done").done();
    }

    private static HttpStatusCode deploy(TestRestTemplate rest, BpmnModelInstance model) {
        return tryDeploy(rest, model).getStatusCode();
    }

    private static ResponseEntity<JsonNode> tryDeploy(TestRestTemplate rest, BpmnModelInstance model) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        parts.add("deployment-name", "test");
        parts.add("data", new ByteArrayResource(Bpmn.convertToString(model).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "model.bpmn";
            }
        });
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        return rest.postForEntity("/engine-rest/deployment/create", new HttpEntity<>(parts, headers), JsonNode.class);
    }

    private static void assertRefused(TestRestTemplate rest, HttpMethod method, String path, Object body) {
        ResponseEntity<String> answer = rest.exchange("/engine-rest" + path, method, new HttpEntity<>(body),
                String.class);
        assertThat(answer.getStatusCode().value()).as("%s %s: %s", method, path, answer.getBody())
                .isEqualTo(403);
    }

    private static HttpStatusCode status(TestRestTemplate rest, HttpMethod method, String path, Object body) {
        return rest.exchange("/engine-rest" + path, method, new HttpEntity<>(body), String.class).getStatusCode();
    }

    private static List<String> ids(TestRestTemplate rest, String path) {
        JsonNode list = rest.getForObject("/engine-rest" + path, JsonNode.class);
        return list.findValuesAsText("id");
    }
}

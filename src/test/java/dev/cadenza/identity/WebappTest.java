package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.http.client.ClientHttpRequestFactorySettings;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

@CadenzaTest
class WebappTest {

    private static final String ENGINE = "/camunda/api/engine/engine/default";

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
    @Autowired
    TestClock clock;

    People people;
    Browser browser;

    @BeforeEach
    void people() {
        people = new People(users, http);
        browser = new Browser(http);
    }

    @ParameterizedTest
    @CsvSource({"ADMINISTRATOR, tasklist, true", "ADMINISTRATOR, cockpit, true", "ADMINISTRATOR, admin, true",
        "MARKETER, tasklist, true", "MARKETER, cockpit, false", "MARKETER, admin, false",
        "ANALYST, cockpit, true", "ANALYST, tasklist, false", "ANALYST, admin, false"})
    void eachRoleSignsInWhereItWorks(Role role, String application, boolean allowed) {
        HttpStatus expected = allowed ? HttpStatus.OK : HttpStatus.FORBIDDEN;

        assertThat(browser.signIn(application, people.make(role), People.PASSWORD).getStatusCode())
                .isEqualTo(expected);
    }

    @Test
    void signInFormTakesTheRightPasswordOfAnActiveUserOnly() {
        SignedInUser marketer = people.make(Role.MARKETER);
        SignedInUser gone = people.make(Role.MARKETER);
        users.change(gone.id(), new UserChange(null, false, null, null, null));

        assertThat(browser.signIn("tasklist", marketer, "wrong").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(browser.signIn("tasklist", gone, People.PASSWORD).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(browser.get(ENGINE + "/task").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void nobodyMakesAnAdministratorThroughTheSetUpPage() {
        browser.get("/camunda/app/admin/default/");

        assertThat(browser.send(HttpMethod.POST, "/camunda/api/admin/setup/default/user/create", Map.of("profile",
                Map.of("id", "x", "firstName", "x", "lastName", "x", "email", "x@x.test"), "credentials",
                Map.of("password", "long-enough"))).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void marketersFindTheirFiltersAndTheirTasksAndCompleteThem() {
        SignedInUser marketer = people.make(Role.MARKETER);
        String ours = startReview("marketer", "Review drafts of step 1");
        String others = startReview("administrator", "Review drafts of somebody else");
        browser.signIn("tasklist", marketer, People.PASSWORD);

        JsonNode filters = browser.get(ENGINE + "/filter?sortBy=filterId&sortOrder=asc").getBody();
        assertThat(texts(filters, "name")).contains("Review drafts", "All tasks of marketers");
        assertThat(tasks(filters, "Review drafts")).contains(ours).doesNotContain(others);
        assertThat(tasks(filters, "All tasks of marketers")).contains(ours).doesNotContain(others);
        assertThat(tasks(filters, "My tasks (" + marketer.email() + ")")).isEmpty();

        assertThat(browser.send(HttpMethod.POST, ENGINE + "/task/" + ours + "/claim",
                Map.of("userId", marketer.email())).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(tasks(filters, "My tasks (" + marketer.email() + ")")).containsExactly(ours);
        assertThat(tasks(filters, "All tasks of marketers")).contains(ours);
        assertThat(browser.get(ENGINE + "/task/" + ours + "/form-variables").getBody().at("/cohort/value").asText())
                .isEqualTo("c1");
        assertThat(browser.send(HttpMethod.POST, ENGINE + "/task/" + ours + "/complete",
                Map.of("variables", Map.of())).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(browser.send(HttpMethod.POST, ENGINE + "/task/" + others + "/complete",
                Map.of("variables", Map.of())).getStatusCode()).isIn(HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND);
    }

    @Test
    void eachKindOfTaskHasAFilterOfItsOwn() {
        Map<String, String> waiting = Map.of("Review drafts", startReview("marketer", "Review drafts of step 1"),
                "Answer replies", start("marketer", "answer", "Answer reply from Ada"),
                "Review business cards", start("marketer", "review-card", "Review business card"),
                "Tasks of workflows", start("marketer", "call-task", "Call the lead"));
        browser.signIn("tasklist", people.make(Role.MARKETER), People.PASSWORD);

        JsonNode filters = browser.get(ENGINE + "/filter?sortBy=filterId&sortOrder=asc").getBody();

        waiting.forEach((filter, task) -> assertThat(tasks(filters, filter)).as(filter).contains(task)
                .doesNotContainAnyElementsOf(waiting.values().stream().filter(other -> !other.equals(task)).toList()));
    }

    @Test
    void marketersDeployAndStartNothingThroughTasklist() {
        startReview("marketer", "Review drafts of step 3");
        String definition = repository.createProcessDefinitionQuery().processDefinitionKeyLike("review-%").list()
                .get(0).getId();
        browser.signIn("tasklist", people.make(Role.MARKETER), People.PASSWORD);

        assertThat(browser.send(HttpMethod.POST, ENGINE + "/process-definition/" + definition + "/start", Map.of())
                .getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(browser.deploy(ENGINE + "/deployment/create").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(browser.send(HttpMethod.POST, ENGINE + "/filter/create", Map.of("resourceType", "Task", "name",
                "mine", "query", Map.of())).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void analystsLookIntoCockpitAndChangeNothing() {
        String task = startReview("marketer", "Review drafts of step 2");
        String instance = runtime.createProcessInstanceQuery().list().get(0).getId();
        browser.signIn("cockpit", people.make(Role.ANALYST), People.PASSWORD);

        assertThat(browser.get(ENGINE + "/process-definition/count").getBody().get("count").asInt()).isPositive();
        assertThat(browser.get(ENGINE + "/process-instance/" + instance).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(browser.get(ENGINE + "/history/process-instance/" + instance).getStatusCode())
                .isEqualTo(HttpStatus.OK);
        assertThat(browser.get(ENGINE + "/task/" + task).getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(browser.get("/camunda/api/cockpit/plugin/base/default/process-definition/statistics")
                .getStatusCode()).isEqualTo(HttpStatus.OK);

        assertThat(browser.send(HttpMethod.DELETE, ENGINE + "/process-instance/" + instance, Map.of())
                .getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(browser.send(HttpMethod.PUT, ENGINE + "/process-instance/" + instance + "/suspended",
                Map.of("suspended", true)).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(browser.send(HttpMethod.PUT, ENGINE + "/process-instance/" + instance + "/variables/cohort",
                Map.of("value", "c2")).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(browser.send(HttpMethod.POST, ENGINE + "/task/" + task + "/complete", Map.of("variables",
                Map.of())).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void sessionOfTasklistOpensOurApi() {
        SignedInUser marketer = people.make(Role.MARKETER);
        browser.signIn("tasklist", marketer, People.PASSWORD);

        assertThat(browser.get("/api/v1/auth/me").getBody().get("email").asText()).isEqualTo(marketer.email());
        assertThat(browser.cookie("JSESSIONID").getPath()).isEqualTo("/");
        assertThat(browser.cookie("JSESSIONID").isHttpOnly()).isTrue();
        assertThat(browser.cookie("XSRF-TOKEN").getPath()).isEqualTo("/camunda");
        assertThat(browser.get("/forms/no-such-form.html").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void requestOfASessionThatChangesSomethingNeedsItsToken() {
        browser.signIn("tasklist", people.make(Role.MARKETER), People.PASSWORD);

        assertThat(browser.send(HttpMethod.POST, "/api/v1/no-such-thing", Map.of()).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(browser.sendWithoutToken(HttpMethod.POST, "/api/v1/no-such-thing", Map.of()).getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
        JsonNode refused = browser.sendWithToken("0000", HttpMethod.POST, "/api/v1/no-such-thing", Map.of()).getBody();
        assertThat(refused.get("type").asText()).isEqualTo("urn:cadenza:problem:csrf-token");
        assertThat(browser.send(HttpMethod.POST, "/api/v1/no-such-thing", Map.of()).getStatusCode())
                .as("the session goes on").isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void sessionHasTheRightsOfItsUser() {
        browser.signIn("cockpit", people.make(Role.ANALYST), People.PASSWORD);

        assertThat(browser.get("/api/v1/auth/me").getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(browser.send(HttpMethod.POST, "/api/v1/no-such-thing", Map.of()).getStatusCode())
                .isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(browser.get("/api/v1/users").getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
    }

    @Test
    void sessionEndsWithTheUser() {
        SignedInUser marketer = people.make(Role.MARKETER);
        browser.signIn("tasklist", marketer, People.PASSWORD);

        users.change(marketer.id(), new UserChange(null, false, null, null, null));
        clock.advance(Duration.ofSeconds(31));

        assertThat(browser.get("/api/v1/auth/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(browser.get(ENGINE + "/task").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/camunda/api", "/camunda/%61pi", "/%63amunda/api"})
    void noSpellingOfThePathKeepsAnEndedSessionAlive(String api) {
        SignedInUser marketer = people.make(Role.MARKETER);
        browser.signIn("tasklist", marketer, People.PASSWORD);
        people.as(marketer).postForEntity("/api/v1/auth/logout-everywhere", null, Void.class);

        assertThat(browser.get(api + "/engine/engine/default/task").getStatusCode()).isNotEqualTo(HttpStatus.OK);
    }

    @ParameterizedTest
    @CsvSource({"/camunda", "/camunda/", "/camunda/app", "/camunda/app/"})
    void shortAddressesLeadToTheWelcomePage(String path) {
        TestRestTemplate plain = http.withRequestFactorySettings(
                settings -> settings.withRedirects(ClientHttpRequestFactorySettings.Redirects.DONT_FOLLOW));

        assertThat(plain.getForEntity(path, String.class).getHeaders().getLocation()).asString()
                .endsWith("/camunda/app/welcome/default/");
    }

    private List<String> tasks(JsonNode filters, String filter) {
        String id = StreamSupport.stream(filters.spliterator(), false)
                .filter(f -> f.get("name").asText().equals(filter)).findFirst().orElseThrow().get("id").asText();
        return texts(browser.get(ENGINE + "/filter/" + id + "/list?maxResults=500").getBody(), "id");
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(entry -> entry.get(field).asText()).toList();
    }

    /** Starts a process that waits in a task of the group, and gives the task's id. */
    private String startReview(String group, String taskName) {
        return start(group, "review", taskName);
    }

    private String start(String group, String taskId, String taskName) {
        String key = "review-" + UUID.randomUUID();
        repository.createDeployment().addModelInstance(key + ".bpmn", Bpmn.createExecutableProcess(key)
                .camundaHistoryTimeToLive(5).startEvent().userTask(taskId).name(taskName)
                .camundaCandidateGroups(group).endEvent().done()).deploy();
        String instance = runtime.startProcessInstanceByKey(key, Map.of("cohort", "c1")).getId();
        return tasks.createTaskQuery().processInstanceId(instance).singleResult().getId();
    }
}

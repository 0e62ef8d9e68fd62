package dev.cadenza.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.AutomationStopped;
import dev.cadenza.lead.LeadAutomation;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.UriComponentsBuilder;

/** Lists, segments and the list of leads over HTTP. */
@CadenzaTest
@RecordApplicationEvents
class AudienceApiTest {

    private static final String LISTS = "/api/v1/lists";
    private static final String SEGMENTS = "/api/v1/segments";

    @Autowired
    TestRestTemplate anonymous;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;
    @Autowired
    ListMembers members;
    @Autowired
    Audiences audiences;
    @Autowired
    LeadAutomation automation;
    @Autowired
    ApplicationEvents events;
    @Autowired
    TransactionTemplate transactions;

    private TestRestTemplate http;
    private final String unique = "u" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void signIn() {
        http = anonymous.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
    }

    @Test
    void aListIsCreatedReadRenamedAndDeleted() {
        ResponseEntity<JsonNode> created = post(LISTS, "{\"name\": \" Fair " + unique + " \", \"description\": \"x\"}");
        assertThat(created.getStatusCode().value()).isEqualTo(201);
        String address = created.getHeaders().getLocation().toString();
        assertThat(get(address)).isEqualTo(created.getBody());
        assertThat(created.getBody().get("name").asText()).isEqualTo("Fair " + unique);
        assertThat(created.getBody().get("members").asLong()).isZero();
        JsonNode renamed = put(address, "{\"name\": \"Meetup " + unique + "\"}").getBody();
        assertThat(renamed.get("name").asText()).isEqualTo("Meetup " + unique);
        assertThat(renamed.has("description")).isFalse();
        assertThat(get(LISTS + "?size=500").get("content").findValuesAsText("name")).contains("Meetup " + unique);
        assertThat(delete(address)).isEqualTo(204);
        assertThat(status(address)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{}                                       | name        | required",
        "{\"name\": null}                         | name        | required",
        "{\"name\": \"  \"}                       | name        | required",
        "{\"name\": \"a\\u0000\"}                 | name        | invalid",
        "{\"name\": \"a\", \"color\": \"red\"}    | color       | invalid",
        "{\"name\": \"a\", \"description\": \"\\u0000\"} | description | invalid",
    })
    void aBadListIsRefused(String body, String field, String code) {
        assertThat(faults(post(LISTS, body))).containsExactly(field + " " + code);
        String list = list("Kept " + unique);
        assertThat(faults(put(list, body))).containsExactly(field + " " + code);
        assertThat(get(list).get("name").asText()).isEqualTo("Kept " + unique);
    }

    @Test
    void namesOfListsAndSegmentsAreUniqueInAnyCase() {
        list("Same " + unique);
        String other = list("Other " + unique);
        assertThat(post(LISTS, "{\"name\": \"SAME " + unique + "\"}").getBody().get("type").asText()).endsWith("name-taken");
        assertThat(put(other, "{\"name\": \"same " + unique + "\"}").getStatusCode().value()).isEqualTo(409);
        assertThat(put(other, "{\"name\": \"OTHER " + unique + "\"}").getStatusCode().value()).isEqualTo(200);
        segment("Same " + unique, "{\"all\": []}");
        assertThat(post(SEGMENTS, "{\"name\": \"same " + unique + "\", \"condition\": {\"all\": []}}")
                .getStatusCode().value()).isEqualTo(409);
    }

    @Test
    void membersAreAddedPagedAndRemoved() {
        String list = list("Members " + unique);
        List<UUID> leads = leads(7);
        UUID nobody = Ids.next();
        JsonNode added = post(list + "/members", ids(List.of(leads.get(0), leads.get(1), nobody, leads.get(1)))).getBody();
        assertThat(added.toString()).isEqualTo("{\"added\":2,\"alreadyMembers\":0,\"unknown\":[\"" + nobody + "\"]}");
        assertThat(post(list + "/members", ids(leads)).getBody().toString())
                .isEqualTo("{\"added\":5,\"alreadyMembers\":2,\"unknown\":[]}");
        assertThat(get(list).get("members").asLong()).isEqualTo(7);

        List<UUID> paged = new ArrayList<>();
        for (int page = 0; page < 3; page++) {
            JsonNode found = get(list + "/members?size=3&page=" + page);
            assertThat(found.get("totalElements").asLong()).isEqualTo(7);
            assertThat(found.get("totalPages").asLong()).isEqualTo(3);
            paged.addAll(idsOf(found.get("content")));
        }
        assertThat(paged).containsExactlyElementsOf(leads);

        assertThat(post(list + "/members/remove", ids(List.of(leads.get(0), nobody))).getBody().get("removed").asInt())
                .isEqualTo(1);
        assertThat(delete(list + "/members/" + leads.get(1))).isEqualTo(204);
        assertThat(get(list).get("members").asLong()).isEqualTo(5);
        assertThat(delete("/api/v1/leads/" + leads.get(2))).isEqualTo(204);
        assertThat(get(list).get("members").asLong()).isEqualTo(4);
    }

    @Test
    void manyWhoAddAndRemoveTheSameLeadsAllGetThrough() throws Exception {
        String list = list("Together " + unique);
        List<UUID> leads = new ArrayList<>(leads(2_000));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                List<Callable<Integer>> requests = new ArrayList<>();
                for (int request = 0; request < 4; request++) {
                    Collections.shuffle(leads, new Random(100L * round + request));
                    String address = list + (request % 2 == 0 ? "/members" : "/members/remove");
                    String body = ids(leads);
                    requests.add(() -> post(address, body).getStatusCode().value());
                }
                for (Future<Integer> answer : threads.invokeAll(requests)) {
                    assertThat(answer.get()).isEqualTo(200);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRequestThatWaitsInARingIsToldToComeAgain() throws Exception {
        String list = list("Ring " + unique);
        List<UUID> leads = leads(2);
        String body = ids(leads);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            ResponseEntity<JsonNode> answer = null;
            // The database ends one of the two; a round in which that is the other one says nothing.
            for (int round = 0; round < 10 && (answer == null || answer.getStatusCode().value() == 200); round++) {
                assertThat(post(list + "/members/remove", body).getStatusCode().value()).isEqualTo(200);
                Future<ResponseEntity<JsonNode>> request = ringWith(leads, () -> post(list + "/members", body), thread);
                answer = request.get();
            }
            assertThat(answer.getStatusCode().value()).isEqualTo(503);
            assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
            assertThat(answer.getBody().get("type").asText()).isEqualTo("urn:cadenza:problem:in-each-others-way");
            assertThat(get(list).get("members").asLong()).isZero();
            assertThat(post(list + "/members", body).getBody().get("added").asInt()).isEqualTo(2);
        } finally {
            thread.shutdownNow();
        }
    }

    /** Holds the second lead until the request waits for it, and asks for the first one then. */
    private <T> Future<T> ringWith(List<UUID> leads, Callable<T> request, ExecutorService thread) {
        return transactions.execute(status -> {
            jdbc.queryForList("select id from lead where id = ? for update", leads.get(1));
            Integer own = jdbc.queryForObject("select pg_backend_pid()", Integer.class);
            Future<T> answer = thread.submit(request);
            await().pollInterval(Duration.ofMillis(20)).until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                    "select exists (select from pg_stat_activity where ? = any(pg_blocking_pids(pid)))", Boolean.class,
                    own)));
            try {
                jdbc.queryForList("select id from lead where id = ? for update", leads.get(0));
            } catch (PessimisticLockingFailureException ended) {
                status.setRollbackOnly();
            }
            return answer;
        });
    }

    @Test
    void aRequestAddsUpToTenThousandMembers() {
        String list = list("Many " + unique);
        assertThat(post(list + "/members", ids(Collections.nCopies(10_000, Ids.next()))).getStatusCode().value())
                .isEqualTo(200);
        assertThat(faults(post(list + "/members", ids(Collections.nCopies(10_001, Ids.next())))))
                .containsExactly("leadIds invalid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{}                      | leadIds    | required",
        "{\"leadIds\": []}       | leadIds    | invalid",
        "{\"leadIds\": [null]}   | leadIds    | invalid",
        "{\"leadIds\": [\"x\"]}  | leadIds[0] | invalid",
    })
    void badMembersAreRefused(String body, String field, String code) {
        String list = list("Bad members " + unique);
        assertThat(faults(post(list + "/members", body))).containsExactly(field + " " + code);
        assertThat(faults(post(list + "/members/remove", body))).containsExactly(field + " " + code);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        UUID nobody = Ids.next();
        for (String kind : List.of(LISTS, SEGMENTS)) {
            assertThat(status(kind + "/" + nobody)).isEqualTo(404);
            assertThat(delete(kind + "/" + nobody)).isEqualTo(404);
            assertThat(put(kind + "/" + nobody, "{\"name\": \"a" + unique + "\"" + (kind.equals(LISTS) ? "}"
                    : ", \"condition\": {\"all\": []}}")).getStatusCode().value()).isEqualTo(404);
        }
        assertThat(status(LISTS + "/" + nobody + "/members")).isEqualTo(404);
        assertThat(status(SEGMENTS + "/" + nobody + "/leads")).isEqualTo(404);
        assertThat(post(LISTS + "/" + nobody + "/members", ids(List.of(nobody))).getStatusCode().value()).isEqualTo(404);
        assertThat(post(LISTS + "/" + nobody + "/members/remove", ids(List.of(nobody))).getStatusCode().value())
                .isEqualTo(404);
        assertThat(anonymous.getForEntity(LISTS, JsonNode.class).getStatusCode().value()).isEqualTo(401);
        assertThat(faults(http.getForEntity(LISTS + "?size=501", JsonNode.class))).containsExactly("size out-of-range");
        assertThat(faults(http.getForEntity(SEGMENTS + "?page=-1", JsonNode.class))).containsExactly("page out-of-range");
    }

    @Test
    void aSegmentSelectsItsLeadsAsTheyAreNow() {
        List<UUID> leads = leads(5);
        jdbc.update("update lead set company = 'Söft_Works' where id in (?, ?)", leads.get(1), leads.get(3));
        String condition = """
                {"all": [{"field": "company", "operator": "startsWith", "value": "SÖFT_"},
                         {"field": "lastName", "operator": "equals", "value": "%s"}]}""".formatted(unique);
        String segment = segment("Soft " + unique, condition);
        assertThat(get(segment).get("leads").asLong()).isEqualTo(2);
        assertThat(get(segment).get("condition")).isEqualTo(tree(condition));
        assertThat(idsOf(get(segment + "/leads?size=1").get("content"))).containsExactly(leads.get(1));
        assertThat(idsOf(get(segment + "/leads?size=1&page=1").get("content"))).containsExactly(leads.get(3));
        jdbc.update("update lead set company = null where id = ?", leads.get(1));
        assertThat(get(segment + "/leads").get("totalElements").asLong()).isEqualTo(1);

        JsonNode preview = post(SEGMENTS + "/preview", "{\"condition\": " + condition + "}").getBody();
        assertThat(preview.get("count").asLong()).isEqualTo(1);
        assertThat(idsOf(preview.get("leads"))).containsExactly(leads.get(3));

        JsonNode redefined = put(segment, "{\"name\": \"Rest " + unique + "\", \"condition\": {\"all\": [{\"not\": " + condition
                + "}, {\"field\": \"lastName\", \"operator\": \"equals\", \"value\": \"" + unique + "\"}]}}").getBody();
        assertThat(redefined.get("leads").asLong()).isEqualTo(4);
        assertThat(get(SEGMENTS + "?size=500").get("content").findValuesAsText("name")).contains("Rest " + unique);
        assertThat(delete(segment)).isEqualTo(204);
        assertThat(status(segment)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"name\": \"a\"}                           | condition                 | required",
        "{\"name\": \"a\", \"condition\": null}      | condition                 | required",
        "{\"name\": \"a\", \"condition\": \"x\"}     | condition                 | invalid",
        "{\"name\": \"\", \"condition\": {\"all\": []}} | name                   | required",
        "{\"name\": \"a\", \"condition\": {\"all\": [{\"all\": []}, {\"field\": \"city\", \"operator\": \"near\"}]}} | condition.all[1].operator | unknown-operator",
        "{\"name\": \"a\", \"condition\": {\"field\": \"list\", \"operator\": \"in\", \"value\": \"00000000-0000-7000-8000-000000000000\"}} | condition | unknown-list",
    })
    void aBadSegmentIsRefused(String body, String field, String code) {
        assertThat(faults(post(SEGMENTS, body))).containsExactly(field + " " + code);
        String segment = segment("Kept segment " + unique, "{\"all\": []}");
        assertThat(faults(put(segment, body))).containsExactly(field + " " + code);
        assertThat(get(segment).get("condition").toString()).isEqualTo("{\"all\":[]}");
    }

    @Test
    void aBadPreviewIsRefused() {
        assertThat(faults(post(SEGMENTS + "/preview", "{}"))).containsExactly("condition required");
        assertThat(faults(post(SEGMENTS + "/preview", "{\"condition\": {\"any\": []}}")))
                .containsExactly("condition.any required");
    }

    @Test
    void aListThatASegmentAsksForIsNotDeleted() {
        String list = list("Asked for " + unique);
        String id = list.substring(LISTS.length() + 1);
        String segment = segment("Asks " + unique, "{\"not\": {\"field\": \"list\", \"operator\": \"in\", \"value\": [\""
                + id.toUpperCase() + "\"]}}");
        ResponseEntity<JsonNode> refused = http.exchange(list, HttpMethod.DELETE, null, JsonNode.class);
        assertThat(refused.getStatusCode().value()).isEqualTo(409);
        assertThat(refused.getBody().get("detail").asText()).contains("Asks " + unique);
        assertThat(delete(segment)).isEqualTo(204);
        assertThat(delete(list)).isEqualTo(204);
    }

    @Test
    void aListOrSegmentThatACampaignIsAddressedToIsNotDeleted() {
        String list = list("Addressed " + unique);
        String segment = segment("Addressed " + unique, "{\"all\": []}");
        UUID campaign = Ids.next();
        jdbc.update("insert into campaign (id, name, status, list_id, segment_id, created_at, updated_at)"
                        + " values (?, 'x', 'DRAFT', ?, ?, now(), now())", campaign,
                UUID.fromString(list.substring(LISTS.length() + 1)),
                UUID.fromString(segment.substring(SEGMENTS.length() + 1)));
        assertThat(delete(list)).isEqualTo(409);
        assertThat(delete(segment)).isEqualTo(409);
        jdbc.update("delete from campaign where id = ?", campaign);
        assertThat(delete(list)).isEqualTo(204);
    }

    @Test
    void theListOfLeadsIsFilteredByEverythingTogether() {
        List<UUID> leads = leads(6);
        UUID list = UUID.fromString(list("Filter " + unique).substring(LISTS.length() + 1));
        members.add(list, leads.subList(0, 4));
        String segment = segment("Filter " + unique, "{\"field\": \"company\", \"operator\": \"contains\", \"value\": \"100%\"}");
        jdbc.update("update lead set company = '100% " + unique + "' where id in (?, ?)", leads.get(1), leads.get(5));
        jdbc.update("update lead set status = 'QUALIFIED', source = 'Fair', score = 50 where id in (?, ?)", leads.get(2),
                leads.get(5));

        assertThat(search("q", unique)).hasSize(6);
        assertThat(search("q", "  PERSON3 " + unique.toUpperCase())).containsExactly(leads.get(3));
        assertThat(search("q", "person3@ " + unique)).isEmpty();
        assertThat(search("q", "person3." + unique + "@ANYWHERE.test")).containsExactly(leads.get(3));
        assertThat(search("q", "100% " + unique)).containsExactly(leads.get(5), leads.get(1));
        assertThat(search("q", "1_0% " + unique)).isEmpty();
        assertThat(search("q", unique, "status", "qualified")).containsExactly(leads.get(5), leads.get(2));
        assertThat(search("q", unique, "source", "fair", "minScore", "50")).containsExactly(leads.get(5), leads.get(2));
        assertThat(search("q", unique, "minScore", "51")).isEmpty();
        assertThat(search("listId", list.toString())).containsExactly(leads.get(3), leads.get(2), leads.get(1), leads.get(0));
        String segmentId = segment.substring(SEGMENTS.length() + 1);
        assertThat(search("segmentId", segmentId, "q", unique)).containsExactly(leads.get(5), leads.get(1));
        assertThat(search("segmentId", segmentId, "listId", list.toString())).containsExactly(leads.get(1));
    }

    @Test
    void theListOfLeadsIsSortedAndPaged() {
        List<UUID> leads = leads(4);
        jdbc.update("update lead set company = 'b', score = 1 where id = ?", leads.get(0));
        jdbc.update("update lead set company = 'A', score = 1 where id = ?", leads.get(1));
        assertThat(search("q", unique, "sort", "company")).containsExactly(leads.get(1), leads.get(0), leads.get(2),
                leads.get(3));
        assertThat(search("q", unique, "sort", "company,desc")).containsExactly(leads.get(0), leads.get(1), leads.get(3),
                leads.get(2));
        assertThat(search("q", unique, "sort", "score,desc", "size", "3")).containsExactly(leads.get(1), leads.get(0),
                leads.get(3));
        assertThat(search("q", unique, "sort", "createdAt,asc", "size", "3", "page", "1")).containsExactly(leads.get(3));
        for (String field : List.of("updatedAt", "email", "firstName", "lastName", "status")) {
            assertThat(search("q", unique, "sort", field)).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"status,HOT,status invalid", "sort,shoe,sort invalid", "sort,'email,up',sort invalid",
        "sort,'email,asc,x',sort invalid", "minScore,many,minScore invalid", "listId,x,listId invalid",
        "listId,00000000-0000-7000-8000-000000000000,listId unknown",
        "segmentId,00000000-0000-7000-8000-000000000000,segmentId unknown", "size,0,size out-of-range",
        "page,-1,page out-of-range", "size,x,size invalid"})
    void aBadFilterIsRefused(String parameter, String value, String fault) {
        assertThat(faults(http.getForEntity(uri(parameter, value), JsonNode.class))).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "source"})
    void textThatNoDatabaseKeepsIsRefusedInFilters(String parameter) {
        assertThat(faults(http.getForEntity(uri(parameter, "a\u0000b"), JsonNode.class))).containsExactly(parameter + " invalid");
    }

    @Test
    void aTooLongSearchIsRefused() {
        assertThat(faults(http.getForEntity(uri("q", "x".repeat(201)), JsonNode.class))).containsExactly("q too-long");
    }

    @Test
    void growthOfAListIsPublishedWhereSomebodyWasAdded() {
        UUID list = UUID.fromString(list("Grows " + unique).substring(LISTS.length() + 1));
        List<UUID> leads = leads(2);
        assertThat(members.add(list, leads)).isEqualTo(2);
        assertThat(members.add(list, leads)).isZero();
        assertThat(members.add(list, List.of())).isZero();
        assertThat(events.stream(ListGrew.class).filter(e -> e.listId().equals(list))).hasSize(1);
        assertThatThrownBy(() -> members.add(Ids.next(), leads)).isInstanceOf(NotFound.class);
    }

    @Test
    void aStopOfAutomationIsPublishedOnce() {
        UUID lead = leads(1).get(0);
        assertThat(automation.stop(lead)).isTrue();
        assertThat(automation.stop(lead)).isFalse();
        assertThat(events.stream(AutomationStopped.class).filter(e -> e.leadId().equals(lead)))
                .containsExactly(new AutomationStopped(lead, clock.instant()));
        assertThat(automation.resume(lead)).isTrue();
        assertThat(automation.stop(lead)).isTrue();
    }

    @Test
    void anAudienceIsAListASegmentOrBoth() throws Exception {
        List<UUID> leads = leads(3);
        UUID list = UUID.fromString(list("Audience " + unique).substring(LISTS.length() + 1));
        members.add(list, leads.subList(0, 2));
        UUID segment = UUID.fromString(segment("Audience " + unique, "{\"any\": [{\"field\": \"lastName\", \"operator\": \"in\","
                + " \"value\": [\"" + unique + "\"]}]}").substring(SEGMENTS.length() + 1));
        jdbc.update("update lead set last_name = null where id = ?", leads.get(0));
        assertThat(audiences.count(list, null)).isEqualTo(2);
        assertThat(audiences.count(null, segment)).isEqualTo(2);
        assertThat(audiences.count(list, segment)).isEqualTo(1);
        assertThat(audiences.members(list, segment).sql()).startsWith("select l.id from ").doesNotContain(unique);
        assertThatThrownBy(() -> audiences.members(null, null)).isInstanceOf(IllegalArgumentException.class);
        audiences.requireExists(list, segment);
        assertThatThrownBy(() -> audiences.requireExists(segment, null)).isInstanceOf(Rejected.class);
        assertThat(audiences.matching(Condition.parse(tree("{\"field\": \"lastName\", \"operator\": \"isEmpty\"}")), leads))
                .isEqualTo(Set.of(leads.get(0)));
    }

    /** Leads in the order of their ids, which is also the order in which they were created. */
    private List<UUID> leads(int count) {
        return IntStream.range(0, count).mapToObj(i -> {
            UUID id = Ids.next();
            Timestamp created = Timestamp.from(clock.instant().plusSeconds(i));
            jdbc.update("insert into lead (id, email, first_name, last_name, source, created_at, updated_at)"
                            + " values (?, ?, ?, ?, 'test', ?, ?)", id, "person" + i + "." + unique + "@anywhere.test",
                    "Person" + i, unique, created, created);
            return id;
        }).toList();
    }

    private List<UUID> search(String... parameters) {
        return idsOf(http.getForObject(uri(parameters), JsonNode.class).get("content"));
    }

    private URI uri(String... parameters) {
        UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(anonymous.getRootUri() + "/api/v1/leads");
        for (int i = 0; i < parameters.length; i += 2) {
            uri.queryParam(parameters[i], "{" + i + "}");
        }
        return uri.encode().buildAndExpand((Object[]) IntStream.range(0, parameters.length / 2)
                .mapToObj(i -> parameters[2 * i + 1]).toArray(String[]::new)).toUri();
    }

    private String list(String name) {
        return post(LISTS, "{\"name\": \"" + name + "\"}").getHeaders().getLocation().toString();
    }

    private String segment(String name, String condition) {
        ResponseEntity<JsonNode> created = post(SEGMENTS, "{\"name\": \"" + name + "\", \"condition\": " + condition + "}");
        assertThat(created.getStatusCode().value()).as(String.valueOf(created.getBody())).isEqualTo(201);
        return created.getHeaders().getLocation().toString();
    }

    private JsonNode get(String address) {
        return http.getForObject(address, JsonNode.class);
    }

    private int status(String address) {
        return http.getForEntity(address, JsonNode.class).getStatusCode().value();
    }

    private ResponseEntity<JsonNode> post(String address, String body) {
        return http.postForEntity(address, json(body), JsonNode.class);
    }

    private ResponseEntity<JsonNode> put(String address, String body) {
        return http.exchange(address, HttpMethod.PUT, json(body), JsonNode.class);
    }

    private int delete(String address) {
        return http.exchange(address, HttpMethod.DELETE, null, JsonNode.class).getStatusCode().value();
    }

    private static List<String> faults(ResponseEntity<JsonNode> response) {
        assertThat(response.getStatusCode().value()).as(String.valueOf(response.getBody())).isEqualTo(422);
        return StreamSupport.stream(response.getBody().get("errors").spliterator(), false)
                .map(error -> error.get("field").asText() + " " + error.get("code").asText()).toList();
    }

    private static List<UUID> idsOf(JsonNode leads) {
        return leads.findValuesAsText("id").stream().map(UUID::fromString).toList();
    }

    private static String ids(List<UUID> ids) {
        return ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "{\"leadIds\": [", "]}"));
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException mistake) {
            throw new IllegalArgumentException(json, mistake);
        }
    }

    private static HttpEntity<String> json(String body) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return new HttpEntity<>(body, headers);
    }
}

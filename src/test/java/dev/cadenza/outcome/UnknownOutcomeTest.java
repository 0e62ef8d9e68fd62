package dev.cadenza.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Messages of which nobody knows whether they arrived are one question for a person, not thousands. */
@CadenzaTest
class UnknownOutcomeTest {

    @Autowired
    UnknownGroups groups;

    @Autowired
    TaskService tasks;

    @Autowired
    Marketing marketing;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TestClock clock;

    private UUID owner;
    private List<UUID> messages;

    @BeforeEach
    void messagesWithoutAnAnswer() {
        owner = Ids.next();
        messages = unknown(3);
    }

    private List<UUID> unknown(int count) {
        List<UUID> ids = new ArrayList<>();
        UUID sender = marketing.aSender();
        for (UUID lead : marketing.leads(count)) {
            UUID id = Ids.next();
            ids.add(id);
            jdbc.update("""
                    insert into message (id, direction, channel, lead_id, owner_id, sender_account_id, address, state,
                        attention, fenced_at, error, created_at)
                    values (?, 'OUTBOUND', 'EMAIL', ?, ?, ?, ?, 'UNKNOWN', true, ?, 'Time-out', ?)
                    """, id, lead, owner, sender, "l" + lead + "@example.com", Timestamp.from(clock.instant()),
                    Timestamp.from(clock.instant()));
        }
        return ids;
    }

    private UUID group() {
        return jdbc.queryForList("select id from unknown_group where owner_id = ? and closed_at is null", UUID.class,
                owner).stream().findFirst().orElse(null);
    }

    private UUID asked() {
        clock.advance(Duration.ofMinutes(16));
        groups.look();
        groups.look();
        return group();
    }

    private Task task(UUID group) {
        return tasks.createTaskQuery().processInstanceBusinessKey(group.toString()).singleResult();
    }

    private String state(UUID message) {
        return jdbc.queryForObject("select state from message where id = ?", String.class, message);
    }

    @Test
    void aProviderHasTimeToTellBeforeAPersonIsAsked() {
        clock.advance(Duration.ofMinutes(14));
        groups.look();
        assertThat(group()).isNull();
        UUID group = asked();
        assertThat(task(group).getName()).startsWith("Settle 3 E-mail messages of 2026-");
        assertThat(tasks.getIdentityLinksForTask(task(group).getId())).anyMatch(link ->
                "marketer".equals(link.getGroupId()));
    }

    @Test
    void oneByOneAndAllTheRest() {
        UUID group = asked();
        String path = "/api/v1/unknown-outcomes/" + group;
        assertThat(marketing.get("/api/v1/unknown-outcomes").body().get("content").findValuesAsText("id"))
                .contains(group.toString());
        JsonNode page = marketing.get(path + "/messages").body();
        assertThat(page.get("totalElements").asInt()).isEqualTo(3);
        assertThat(page.get("content").get(0).get("reason").asText()).isEqualTo("Time-out");
        assertThat(marketing.post(path + "/settle", Map.of()).status()).isEqualTo(422);
        Marketing.Answer one = Marketing.expect(200, marketing.post(path + "/settle", Map.of("outcome", "SENT",
                "messageIds", List.of(messages.get(0)))));
        assertThat(one.body().get("settled").asInt()).isEqualTo(1);
        assertThat(one.body().get("left").asInt()).isEqualTo(2);
        assertThat(state(messages.get(0))).isEqualTo("SENT");
        String task = task(group).getId();
        assertThatThrownBy(() -> tasks.complete(task)).hasStackTraceContaining("2 messages are still undecided");
        Marketing.expect(200, marketing.post(path + "/settle", Map.of("outcome", "NOT_SENT", "messageIds",
                List.of(messages.get(1)))));
        assertThat(state(messages.get(1))).isEqualTo("FAILED");
        Marketing.expect(200, marketing.post(path + "/settle", Map.of("outcome", "SEND_AGAIN")));
        assertThat(state(messages.get(2))).isEqualTo("QUEUED");
        tasks.complete(task);
        assertThat(group()).isNull();
        assertThat(jdbc.queryForObject("select count(*) from lead l join message m on m.lead_id = l.id where m.id = ?"
                + " and l.last_message_sent_at is not null", Long.class, messages.get(0))).isEqualTo(1);
        assertThat(marketing.get("/api/v1/activities?size=500&action=message_resolved").body().get("content"))
                .filteredOn(entry -> entry.at("/metadata/owner").asText().equals(owner.toString()))
                .extracting(entry -> entry.at("/metadata/outcome").asText() + " " + entry.at("/metadata/count").asInt())
                .containsExactly("SEND_AGAIN 1", "NOT_SENT 1", "SENT 1");
    }

    @Test
    void theTaskGoesWhenTheProviderHasToldAfterAll() {
        UUID group = asked();
        jdbc.update("update message set state = 'SENT', attention = false where owner_id = ?", owner);
        groups.look();
        assertThat(task(group)).isNull();
        assertThat(group()).isNull();
    }

    @Test
    void thousandsAreOneTask() {
        unknown(40);
        jdbc.update("update message set sender_account_id = null where owner_id = ?", owner);
        UUID group = asked();
        assertThat(tasks.createTaskQuery().processVariableValueEquals("unknownGroup", group.toString()).count())
                .isEqualTo(1);
        assertThat(jdbc.queryForObject("select count(*) from unknown_group where owner_id = ?", Long.class, owner))
                .isEqualTo(1);
        assertThat(groups.get(group).unknown()).isEqualTo(43);
    }

    @Test
    void whoseLeadHasLeftIsNotSentAgain() {
        UUID group = asked();
        jdbc.update("update message set withdrawn = 'the lead replied' where id = ?", messages.get(0));
        Marketing.Answer answer = marketing.post("/api/v1/unknown-outcomes/" + group + "/settle",
                Map.of("outcome", "SEND_AGAIN"));
        assertThat(answer.body().get("settled").asInt()).isEqualTo(2);
        assertThat(answer.body().get("left").asInt()).isEqualTo(1);
        assertThat(state(messages.get(0))).isEqualTo("UNKNOWN");
    }
}

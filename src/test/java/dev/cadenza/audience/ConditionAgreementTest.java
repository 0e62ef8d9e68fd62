package dev.cadenza.audience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.Attributes;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Both interpreters of conditions, in memory and in SQL, select the same leads: random conditions, random leads. */
@CadenzaTest
class ConditionAgreementTest {

    private static final int LEADS = 300;
    private static final int CONDITIONS = 2_000;

    private static final List<String> TEXT_FIELDS = List.of("email", "phone", "firstName", "lastName", "name", "company",
            "title", "linkedinUrl", "website", "city", "country", "timezone", "source", "attributes.plan",
            "attributes.employees", "attributes.größe", "attributes.vip");

    /** Pieces that meet at the edges: empty, case beyond ASCII, wildcards of LIKE, quotes, backslashes, blanks, numbers. */
    private static final List<String> WORDS = List.of("a", "A", "Anna", "ANNA", "acme", "ACME GmbH", "Müller", "MÜLLER",
            "straße", "STRASSE", "İstanbul", "istanbul", "ΣΊΣΥΦΟΣ", "σίσυφος", "Ǆ", "ǆ", "ǅ", "Ⅷ", "ⅷ", "𐐀", "𐐨", "日本",
            "100%", "100", "1_0", "\\", "\\%", "'", "\"; drop table lead", "o'Neil", ":audience0", "?", " ", "  x ", "\t",
            "\n", "9".repeat(62), "9".repeat(63), "12", "12.0", "12.50", "-3", "0.0000",
            "E-", "1e3", "true", "FALSE", "null", "{}", "é", "e\u0301", "\uFFFD", "ı", "I");

    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    Audiences audiences;
    @Autowired
    Clock clock;
    @Autowired
    ObjectMapper json;

    private final Random random = new Random(20260603);
    private final List<UUID> leads = new ArrayList<>();
    private final List<UUID> lists = new ArrayList<>();
    private NamedParameterJdbcTemplate named;

    @BeforeEach
    void randomLeads() {
        named = new NamedParameterJdbcTemplate(jdbc);
        for (int i = 0; i < 12; i++) {
            UUID list = Ids.next();
            lists.add(list);
            jdbc.update("insert into lead_list (id, name, created_at, updated_at) values (?, ?, now(), now())", list,
                    "agreement " + list);
        }
        for (int i = 0; i < LEADS; i++) {
            leads.add(insertRandomLead());
        }
    }

    @Test
    void bothInterpretersSelectTheSameLeads() throws Exception {
        Map<UUID, LeadFacts> facts = audiences.facts(leads);
        assertThat(facts).hasSize(LEADS);
        int decisive = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            ObjectNode tree = randomCondition(4);
            Condition condition = Condition.parse(tree);
            Instant now = clock.instant().plusNanos(random.nextInt(3) * 1000L + random.nextInt(2) * 999L);
            Set<UUID> inMemory = facts.values().stream().filter(lead -> condition.matches(lead, now))
                    .map(lead -> lead.lead().id()).collect(Collectors.toCollection(TreeSet::new));
            Set<UUID> inSql = new TreeSet<>(select(condition.toSql(now)));
            assertThat(inMemory).as(tree.toString()).isEqualTo(inSql);
            decisive += inSql.isEmpty() || inSql.size() == LEADS ? 0 : 1;
        }
        assertThat(decisive).as("conditions that part the leads").isGreaterThan(CONDITIONS / 3);
    }

    @Test
    void everyLetterIsFoldedAlike() {
        int[] letters = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.SURROGATE).toArray();
        String[] asText = IntStream.of(letters).mapToObj(Character::toString).toArray(String[]::new);
        List<String> folded = jdbc.queryForList("select " + ConditionSql.fold("letter")
                + " from unnest(?) with ordinality as l (letter, n) order by n", String.class, (Object) asText);
        List<String> differing = new ArrayList<>();
        for (int i = 0; i < asText.length; i++) {
            if (!Folding.fold(asText[i]).equals(folded.get(i))) {
                differing.add("U+" + Integer.toHexString(letters[i]));
            }
        }
        assertThat(differing).isEmpty();
    }

    private List<UUID> select(AudienceSql audience) {
        Map<String, Object> params = new HashMap<>(audience.params());
        params.put("mine", leads.toArray(UUID[]::new));
        return named.queryForList(audience.sql() + " and l.id = any(:mine)", params, UUID.class);
    }

    private UUID insertRandomLead() {
        UUID id = Ids.next();
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String key : List.of("plan", "employees", "größe", "vip")) {
            if (random.nextInt(3) > 0) {
                attributes.put(key, randomAttribute());
            }
        }
        Timestamp created = Timestamp.from(randomTime());
        jdbc.update("insert into lead (id, email, first_name, last_name, company, title, linkedin_url, website, city,"
                        + " country, timezone, source, status, score, stopped_automation, attributes,"
                        + " last_message_sent_at, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?)",
                id, random.nextInt(1000) + "." + id + "@Example.test", maybe(), maybe(), maybe(), maybe(), maybe(), maybe(),
                maybe(), maybe(), maybe(), pick(WORDS), random.nextBoolean() ? "NEW" : "REPLIED", random.nextInt(9) - 3,
                random.nextBoolean(), Attributes.toJson(attributes),
                random.nextBoolean() ? null : Timestamp.from(randomTime()), created, created);
        for (UUID list : lists) {
            if (random.nextInt(3) == 0) {
                jdbc.update("insert into lead_list_member (list_id, lead_id, added_at) values (?, ?, now())", list, id);
            }
        }
        return id;
    }

    private Object randomAttribute() {
        return switch (random.nextInt(7)) {
            case 5 -> new BigDecimal(random.nextInt(300)).movePointLeft(9);
            case 0 -> random.nextInt(40) - 10;
            case 1 -> new BigDecimal(random.nextInt(4000) - 1000).movePointLeft(random.nextInt(4));
            case 2 -> new BigDecimal("1E+" + random.nextInt(29));
            case 3 -> random.nextBoolean();
            case 4 -> random.nextBoolean() ? "" : Integer.toString(random.nextInt(40) - 10);
            default -> randomText();
        };
    }

    private String maybe() {
        int kind = random.nextInt(5);
        return kind == 0 ? null : kind == 1 ? "" : randomText();
    }

    private String randomText() {
        return random.nextInt(3) == 0 ? pick(WORDS) + pick(WORDS) : pick(WORDS);
    }

    /** Around the clock's time, with exact microseconds that random bounds also use. */
    private Instant randomTime() {
        return clock.instant().minus(Duration.ofHours(random.nextInt(30))).plusNanos(random.nextInt(3) * 1000L);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private ObjectNode randomCondition(int depth) {
        ObjectNode node = json.createObjectNode();
        int kind = depth == 0 ? 9 : random.nextInt(10);
        if (kind == 0) {
            node.set("not", randomCondition(depth - 1));
        } else if (kind <= 3) {
            ArrayNode parts = node.putArray(kind == 1 ? "any" : random.nextBoolean() ? "all" : "any");
            for (int i = random.nextInt(3) + 1; i > 0; i--) {
                parts.add(randomCondition(depth - 1));
            }
        } else {
            randomStatement(node);
        }
        return node;
    }

    private void randomStatement(ObjectNode node) {
        switch (random.nextInt(12)) {
            case 0 -> {
                node.put("field", "list").put("operator", random.nextBoolean() ? "in" : "notIn");
                ArrayNode ids = json.createArrayNode();
                IntStream.rangeClosed(0, random.nextInt(4) * random.nextInt(4)).forEach(i -> ids.add(pick(lists).toString()));
                node.set("value", random.nextBoolean() ? ids : ids.get(0));
            }
            case 1 -> node.put("field", pick(List.of("createdAt", "updatedAt", "lastMessageSentAt")))
                    .put("operator", pick(List.of("before", "after"))).put("value", randomTime().toString());
            case 2 -> node.put("field", pick(List.of("createdAt", "updatedAt", "lastMessageSentAt")))
                    .put("operator", "withinLast").put("value", pick(List.of("PT5H", "PT17H0.000001S", "PT9H", "P1D", "P1M")));
            case 3 -> node.put("field", "lastMessageSentAt").put("operator", pick(List.of("isEmpty", "isNotEmpty")));
            case 4 -> node.put("field", "stoppedAutomation").put("operator", pick(List.of("equals", "notEquals")))
                    .put("value", random.nextBoolean());
            case 5 -> randomNumber(node, "score");
            case 6, 7 -> randomNumber(node, pick(List.of("attributes.employees", "attributes.plan", "attributes.größe")));
            case 8 -> node.put("field", "status").put("operator", pick(List.of("equals", "notEquals")))
                    .put("value", pick(List.of("new", "REPLIED", "Lost")));
            case 9 -> node.put("field", pick(TEXT_FIELDS)).put("operator", pick(List.of("isEmpty", "isNotEmpty")));
            case 10 -> {
                node.put("field", pick(TEXT_FIELDS)).put("operator", pick(List.of("in", "notIn")));
                ArrayNode values = node.putArray("value");
                IntStream.rangeClosed(0, random.nextInt(6)).forEach(i -> values.add(randomText()));
            }
            default -> node.put("field", pick(TEXT_FIELDS)).put("operator", pick(List.of("equals", "notEquals",
                    "contains", "startsWith", "endsWith"))).put("value", randomText());
        }
    }

    private void randomNumber(ObjectNode node, String field) {
        node.put("field", field);
        if (random.nextInt(4) == 0) {
            ArrayNode values = node.put("operator", pick(List.of("in", "notIn"))).putArray("value");
            IntStream.rangeClosed(0, random.nextInt(4)).forEach(i -> values.add(random.nextInt(40) - 10));
        } else {
            node.put("operator", pick(List.of("equals", "notEquals", "greaterThan", "greaterOrEqual", "lessThan",
                    "lessOrEqual"))).put("value", new BigDecimal(random.nextInt(400) - 100).movePointLeft(1));
        }
    }
}

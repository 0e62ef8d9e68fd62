package dev.cadenza.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;

/**
 * What a first start shows: leads from a CSV file, a template set, one campaign that runs by itself and one whose
 * drafts wait for a review. Each part is made unless it is there, so a start that was interrupted is completed by the
 * next one.
 */
final class SampleData {

    static final String RUNNING_CAMPAIGN = "Autumn product tour";
    static final String REVIEWED_CAMPAIGN = "Personal invitations";

    private static final Logger LOG = LoggerFactory.getLogger(SampleData.class);
    private static final String EVENT = "Hannover fair 2026";
    private static final String LIST = "Autumn contacts";
    private static final String SENDER = "hello@cadenza.test";
    private static final String PUSH_CHANNEL = "Notifications in browsers";
    private static final String SITE = "Website";
    private static final String FORM = "Contact form";
    private static final String FACTS = "What follows from what is known";
    private static final String ASKED = "theo.brandt@quarzwerk.example";
    private static final Duration IMPORT_WAIT = Duration.ofMinutes(2);

    private final OwnApi api;

    SampleData(OwnApi api) {
        this.api = api;
    }

    void load() throws InterruptedException {
        String list = leads();
        String sender = sender();
        pushChannel();
        Map<String, String> templates = templates();
        String running = runningCampaign(list, sender, templates);
        String reviewed = reviewedCampaign(sender, templates);
        launch(running);
        launch(reviewed);
        cards();
        sources();
        doubleOptIn(sender);
        new SampleWorkflows(api).load(list, sender);
    }

    /** A website, a form and the embedded source of enrichment: each can be tried from this machine alone. */
    private void sources() {
        if (find("/data-sources", SITE).isEmpty()) {
            api.post("/data-sources", Map.of("name", SITE, "type", "gtm", "settings", Map.of("origins",
                    List.of("http://localhost:8080"), "createLeads", true)));
        }
        if (find("/data-sources", FORM).isEmpty()) {
            api.post("/data-sources", Map.of("name", FORM, "type", "form", "settings", Map.of("createLeads", true,
                    "honeypot", "url")));
        }
        if (find("/enrichment-sources", FACTS).isEmpty()) {
            api.post("/enrichment-sources", Map.of("key", "embedded", "name", FACTS, "type", "embedded"));
        }
    }

    /** A fair with three cards: two become leads by themselves, and one waits for a person in Tasklist. */
    private void cards() {
        String event = find("/events", EVENT).orElseGet(() -> api.post("/events", Map.of("name", EVENT, "date",
                "2026-04-20", "location", "Hannover", "industry", "Industrial automation", "description",
                "The cards of our stand, photographed in the evening.")).get("id").asText());
        for (int number = 1; number <= 3; number++) {
            // A picture that was uploaded before is recognised, so a start that was interrupted repeats nothing.
            api.upload("/business-cards", new ClassPathResource("sample/cards/card-" + number + ".jpg"),
                    Map.of("eventId", event));
        }
    }

    private String leads() throws InterruptedException {
        Optional<String> known = find("/lists", LIST);
        JsonNode batch = known.isPresent() ? null : api.upload("/imports", new ClassPathResource("sample/leads.csv"),
                Map.of("newListName", LIST));
        if (batch != null) {
            await(batch.get("id").asText());
        }
        return known.or(() -> find("/lists", LIST))
                .orElseThrow(() -> new IllegalStateException("The import made no list " + LIST));
    }

    private void await(String batch) throws InterruptedException {
        long end = System.nanoTime() + IMPORT_WAIT.toNanos();
        while (System.nanoTime() < end) {
            JsonNode state = api.get("/imports/" + batch);
            switch (state.get("status").asText()) {
                case "COMPLETED" -> {
                    LOG.info("Sample leads: {} created, {} updated, {} refused", state.path("rowsCreated").asLong(),
                            state.path("rowsUpdated").asLong(), state.path("rowsRefused").asLong());
                    return;
                }
                case "FAILED", "CANCELLED" -> throw new IllegalStateException("The sample import failed: " + state);
                default -> Thread.sleep(200);
            }
        }
        throw new IllegalStateException("The sample import does not come to an end");
    }

    private String sender() {
        for (JsonNode account : api.get("/sender-accounts?size=500").path("content")) {
            if (account.path("email").asText().equals(SENDER)) {
                return account.get("id").asText();
            }
        }
        return api.post("/sender-accounts", Map.of("email", SENDER, "displayName", "Marco from Cadenza"))
                .get("id").asText();
    }

    /** The one channel beside mail that needs no account anywhere: its keys are made here. */
    private void pushChannel() {
        if (find("/channels", PUSH_CHANNEL).isEmpty()) {
            api.post("/channels", Map.of("name", PUSH_CHANNEL, "provider", "webpush",
                    "settings", Map.of("subject", "mailto:" + SENDER)));
        }
    }

    private Map<String, String> templates() {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("invitation", template("Tour invitation", "{{firstName|Hello}}, a seat is kept for you", """
                <p>Dear {{firstName|friend}},</p>
                <p>our autumn tour comes to {{city|your region}} and we would like to show {{company|your team}} what is
                new. It takes forty minutes, and there is coffee.</p>
                <p><a href="https://cadenza.example/tour">See the dates</a></p>
                <p>Best regards<br>Marco</p>"""));
        ids.put("reminder", template("Tour reminder", "Still time for the tour, {{firstName|friend}}", """
                <p>Dear {{firstName|friend}},</p>
                <p>a few seats are left. {{#title}}As {{title}} you may like the second half best.{{/title}}</p>
                <p><a href="https://cadenza.example/tour">Choose a date</a></p>
                <p>Marco</p>"""));
        ids.put("last", template("Tour last call", "Last call for the autumn tour", """
                <p>Dear {{firstName|friend}},</p>
                <p>this is the last mail about the tour. Just answer if you want to hear about the next one.</p>
                <p>Marco</p>"""));
        ids.put("personal", template("Personal invitation", "An idea for {{company|your company}}", """
                <p>Dear {{firstName|friend}},</p>
                <p>we met at the Hannover fair. I have an idea for {{company|your company}} that needs five minutes of
                your time. When would suit you?</p>
                <p>Marco</p>"""));
        return ids;
    }

    private String template(String name, String subject, String body) {
        return find("/templates", name).orElseGet(() -> api.post("/templates",
                Map.of("name", name, "subject", subject, "body", body)).get("id").asText());
    }

    private String runningCampaign(String list, String sender, Map<String, String> templates) {
        return find("/campaigns", RUNNING_CAMPAIGN).orElseGet(() -> api.post("/campaigns", Map.of(
                "name", RUNNING_CAMPAIGN,
                "description", "Three mails, seconds apart, so that a first look sees all of it.",
                "listId", list,
                "senderAccountId", sender,
                "steps", List.of(
                        Map.of("type", "EMAIL", "templateId", templates.get("invitation")),
                        Map.of("type", "DELAY", "delay", "PT40S"),
                        Map.of("type", "EMAIL", "templateId", templates.get("reminder")),
                        Map.of("type", "DELAY", "delay", "PT1M"),
                        Map.of("type", "EMAIL", "templateId", templates.get("last"))),
                "settings", settings(100))).get("id").asText());
    }

    private String reviewedCampaign(String sender, Map<String, String> templates) {
        String segment = find("/segments", "Met at the Hannover fair").orElseGet(() -> api.post("/segments", Map.of(
                "name", "Met at the Hannover fair",
                "condition", Map.of("field", "attributes.originalSource", "operator", "equals", "value", "Hannover fair 2026")))
                .get("id").asText());
        return find("/campaigns", REVIEWED_CAMPAIGN).orElseGet(() -> api.post("/campaigns", Map.of(
                "name", REVIEWED_CAMPAIGN,
                "description", "Drafts that wait in Tasklist until somebody has read them.",
                "segmentId", segment,
                "senderAccountId", sender,
                "reviewMode", "FIRST_STEP",
                "steps", List.of(
                        Map.of("type", "EMAIL", "templateId", templates.get("personal")),
                        Map.of("type", "EMAIL", "delay", "PT2M", "templateId", templates.get("last"))),
                "settings", settings(25))).get("id").asText());
    }

    /** At every hour of every day and as fast as it goes: nobody wants to wait for Monday to have a first look. */
    private static Map<String, Object> settings(int cohortSize) {
        return Map.of("sendWindowStart", "00:00", "sendWindowEnd", "23:59:59",
                "sendDays", List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"),
                "dailyLimit", 0, "delayBetweenEmailsSeconds", 0, "cohortSize", cohortSize);
    }

    /** One lead is asked whether it wants to be written to; the link is in its mailbox. */
    private void doubleOptIn(String sender) {
        String lead = api.get("/leads?q=" + ASKED).at("/content/0/id").asText();
        if (!lead.isEmpty() && api.get("/leads/" + lead + "/opt-ins").isEmpty()) {
            api.post("/leads/" + lead + "/opt-ins", Map.of("senderAccountId", sender));
        }
    }

    private void launch(String campaign) {
        if (api.get("/campaigns/" + campaign).get("status").asText().equals("DRAFT")) {
            api.post("/campaigns/" + campaign + "/launch", null);
        }
    }

    private Optional<String> find(String path, String name) {
        return api.named(path, name);
    }
}

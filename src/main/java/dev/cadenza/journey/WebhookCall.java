package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.platform.OutsideAddress;
import dev.cadenza.platform.OutsideCall;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls a webhook about one lead: outside addresses only, signed, with a key that is the same however often it is tried.
 * Of the answer, JSON of at most {@value #LONGEST_ANSWER} bytes and {@value #DEEPEST} levels is kept; what is no object
 * stands under {@code value}, and what can't be kept is left out.
 */
@Component
class WebhookCall implements StepCall {

    static final int LONGEST_ANSWER = 65_536;
    static final int DEEPEST = 20;
    private static final int LONGEST_NUMBER = 100;
    private static final Set<Integer> AGAIN = Set.of(408, 425, 429);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(LONGEST_NUMBER).build()).build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final LeadProfiles leads;
    private final WebhookSecrets secrets;
    private final WebhookSettings settings;
    private final Clock clock;

    WebhookCall(LeadProfiles leads, WebhookSecrets secrets, WebhookSettings settings, Clock clock) {
        this.leads = leads;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean answers(Step step) {
        return step instanceof Step.CallWebhook;
    }

    @Override
    public Answer ask(Question question) throws CallFailed {
        Step.CallWebhook step = (Step.CallWebhook) question.step();
        LeadProfile lead = leads.find(question.leadId())
                .orElseThrow(() -> new CallFailed("The lead is no longer there.", false, null));
        byte[] body = step.method().equals("GET") ? null : body(question, step, lead).getBytes(StandardCharsets.UTF_8);
        OutsideCall.Answer answer = send(step, address(step), headers(question, step, lead, body), body);
        if (answer.status() >= 200 && answer.status() < 300) {
            return read(answer);
        }
        boolean again = answer.status() >= 500 || AGAIN.contains(answer.status());
        throw new CallFailed("The webhook answered " + answer.status() + ".", again, again ? pause(answer) : null);
    }

    private OutsideAddress address(Step.CallWebhook step) throws CallFailed {
        try {
            return OutsideAddress.of(step.url(), settings.allowed(), InetAddress::getAllByName);
        } catch (OutsideAddress.NotOutside refused) {
            throw new CallFailed(String.valueOf(refused.getMessage()), refused.unknownHost(), null);
        }
    }

    private OutsideCall.Answer send(Step.CallWebhook step, OutsideAddress address, Map<String, String> headers,
            byte @Nullable [] body) throws CallFailed {
        try {
            return new OutsideCall(settings.timeout(), LONGEST_ANSWER).send(step.method(), address, headers, body);
        } catch (IOException unreachable) {
            throw new CallFailed("The webhook gave no answer: " + unreachable.getMessage(), true, null);
        } catch (IllegalArgumentException unsendable) {
            throw new CallFailed(String.valueOf(unsendable.getMessage()), false, null);
        }
    }

    private Map<String, String> headers(Question question, Step.CallWebhook step, LeadProfile lead,
            byte @Nullable [] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        step.headers().forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, Filling.header(value, lead.variables()));
        });
        long seconds = clock.instant().getEpochSecond();
        headers.put("Idempotency-Key", question.key().toString());
        headers.put(WebhookSecrets.TIMESTAMP, Long.toString(seconds));
        headers.put(WebhookSecrets.SIGNATURE,
                secrets.signature(question.journey().ownerId(), seconds, body == null ? new byte[0] : body));
        return headers;
    }

    private static String body(Question question, Step.CallWebhook step, LeadProfile lead) {
        if (step.body() != null) {
            return Filling.json(step.body(), lead.variables());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("workflow").put("id", question.journey().ownerId().toString())
                .put("name", question.journey().name()).put("version", question.journey().version());
        body.putObject("step").put("id", step.id()).put("name", step.name()).put("visit", question.visit());
        body.put("execution", question.enrollmentId().toString());
        ObjectNode person = JSON.valueToTree(lead.variables());
        person.put("id", lead.id().toString());
        body.set("lead", person);
        return body.toString();
    }

    private static Answer read(OutsideCall.Answer answer) {
        String status = "answered " + answer.status();
        if (answer.truncated()) {
            return new Answer(JsonNodeFactory.instance.objectNode(), status + "; the answer is too long to be kept");
        }
        if (answer.body().length == 0) {
            return new Answer(JsonNodeFactory.instance.objectNode(), status);
        }
        try {
            JsonNode told = StorableJson.of(JSON.readTree(answer.body()));
            if (told instanceof ObjectNode object) {
                return new Answer(object, status);
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("value", told);
            return new Answer(body, status);
        } catch (IOException noJson) {
            return new Answer(JsonNodeFactory.instance.objectNode(), status + "; what it said is no JSON that can be kept");
        }
    }

    private static @Nullable Duration pause(OutsideCall.Answer answer) {
        String after = answer.headers().get("retry-after");
        if (after == null || !after.matches("\\d{1,6}")) {
            return null;
        }
        Duration pause = Duration.ofSeconds(Long.parseLong(after));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}

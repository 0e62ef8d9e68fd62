package dev.cadenza.assistant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.campaign.ReviewMode;
import dev.cadenza.campaign.StepType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * What a model may do in a conversation: the same things that the grammar does, by names that are looked up for the
 * conversation's user. It is given no ids to act on, and nothing that launches, sends, or reads a lead.
 */
final class PlanTools {

    private static final JsonNode TEXT = type("string");
    private static final JsonNode FLAG = type("boolean");
    private static final JsonNode NUMBER = type("integer");

    private final Planning planning;
    private final Names names;
    private final AssistantReplies replies;
    private final UUID conversationId;
    private final ObjectMapper json;
    private @Nullable String written;

    PlanTools(Planning planning, Names names, AssistantReplies replies, UUID conversationId, ObjectMapper json) {
        this.planning = planning;
        this.names = names;
        this.replies = replies;
        this.conversationId = conversationId;
        this.json = json.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    record Words(@Nullable String words) {
    }

    record Audience(@Nullable String name, Plan.@Nullable AudienceKind kind) {
    }

    record Messages(@Nullable List<@Nullable Message> messages) {
    }

    record Message(@Nullable StepType channel, @Nullable Duration after, @Nullable String template,
            @Nullable String subject, @Nullable String text) {
    }

    record Sending(@Nullable String name, @Nullable Set<@Nullable DayOfWeek> days, @Nullable LocalTime from,
            @Nullable LocalTime to,
            @Nullable String timezone, @Nullable Boolean leadTimezone, @Nullable Integer dailyLimit,
            @Nullable Boolean consentRequired, @Nullable String sender, @Nullable ReviewMode review,
            @Nullable LocalDate notBefore) {
    }

    record Nothing() {
    }

    /** What {@code create_draft} said, which the user is told whatever the model says; null where it was not called. */
    @Nullable String written() {
        return written;
    }

    List<ToolCallback> all() {
        return List.of(
                tool("find_names", "Lists, segments, events and templates that the user may use, by words of their "
                        + "names.", object("words", TEXT), Words.class, this::find),
                tool("set_audience", "To whom the campaign goes, by name.",
                        object("name", TEXT, "kind", oneOf("LIST", "SEGMENT", "EVENT")), Audience.class, this::audience),
                tool("set_messages", "All messages of the campaign in their order, replacing what was planned. "
                        + "'after' is the time after the message before, as an ISO 8601 duration such as P7D; none "
                        + "for the first. 'text' is HTML or plain text with variables such as {{firstName|there}}.",
                        object("messages", listOf(object("channel", oneOf("EMAIL", "SMS", "WHATSAPP", "MESSENGER",
                                "INSTAGRAM", "PUSH"), "after", TEXT, "template", TEXT, "subject", TEXT, "text", TEXT))),
                        Messages.class, this::messages),
                tool("set_sending", "How it is sent; leave out what stays. Times as HH:mm, days as MONDAY, "
                        + "dailyLimit 0 for none.",
                        object("name", TEXT, "days", listOf(TEXT), "from", TEXT, "to", TEXT, "timezone", TEXT,
                                "leadTimezone", FLAG, "dailyLimit", NUMBER, "consentRequired", FLAG, "sender", TEXT,
                                "review", oneOf("NONE", "FIRST_STEP", "EVERY_STEP"), "notBefore", TEXT),
                        Sending.class, this::sending),
                tool("show_plan", "The plan as it stands.", object(), Nothing.class, nothing -> plan()),
                tool("create_draft", "Writes the campaign as a draft. Only when the user said so. It can't be "
                        + "launched by you.", object(), Nothing.class,
                        nothing -> written = replies.writeNow(conversationId, planning)));
    }

    private String find(Words input) {
        String words = input.words() == null ? "" : input.words();
        List<String> found = new ArrayList<>();
        names.like(words).forEach(option -> found.add(option.kind() + ": " + option.name()));
        Names.Found templates = names.template(words);
        if (templates.one() != null) {
            found.add("TEMPLATE: " + templates.one().name());
        }
        templates.others().forEach(option -> found.add("TEMPLATE: " + option.name()));
        return found.isEmpty() ? "There is nothing of that name." : String.join("\n", found);
    }

    private String audience(Audience input) {
        planning.to(input.kind(), input.name() == null ? "" : input.name());
        return plan();
    }

    private String messages(Messages input) {
        List<Wish.Item> items = new ArrayList<>();
        List<Message> messages = input.messages() == null ? List.of() : new ArrayList<>(input.messages());
        for (Message message : messages) {
            if (message == null || message.channel() == null || message.channel() == StepType.DELAY) {
                return "Each message needs a channel; a delay is the 'after' of the message after it.";
            }
            items.add(new Wish.Item(1, message.channel(), message.after()));
        }
        List<Plan.Step> before = planning.plan().steps();
        planning.with(List.of());
        planning.sequence(items);
        if (planning.plan().steps().isEmpty() && !items.isEmpty()) {
            planning.with(before);
            return plan();
        }
        for (int i = 0; i < Math.min(messages.size(), planning.plan().steps().size()); i++) {
            if (messages.get(i).template() != null) {
                planning.template(messages.get(i).template(), i + 1);
            }
            if (messages.get(i).subject() != null || messages.get(i).text() != null) {
                planning.say(i + 1, messages.get(i).subject(), messages.get(i).text());
            }
        }
        return plan();
    }

    private static @Nullable Set<DayOfWeek> known(@Nullable Set<@Nullable DayOfWeek> days) {
        return days == null ? null : days.stream().filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private String sending(Sending input) {
        planning.set(new Plan.Settings(known(input.days()), input.from(), input.to(), null, input.leadTimezone(),
                input.dailyLimit() == null ? null : Math.max(0, input.dailyLimit()), input.consentRequired()));
        if (input.timezone() != null) {
            planning.zone(input.timezone());
        }
        if (input.name() != null && !input.name().isBlank()) {
            planning.call(input.name());
        }
        if (input.sender() != null) {
            planning.from(input.sender());
        }
        if (input.review() != null) {
            planning.review(input.review());
        }
        if (input.notBefore() != null) {
            planning.start(input.notBefore(), null);
        }
        return plan();
    }

    private String plan() {
        List<String> parts = planning.heard();
        Plan plan = planning.plan();
        parts.add(plan.equals(Plan.EMPTY) ? "Nothing is planned yet."
                : "The plan: " + Spoken.plan(plan, plan.audience() == null ? 0 : names.count(plan.audience())));
        return String.join("\n", parts);
    }

    private static ObjectNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }

    private static JsonNode oneOf(String... words) {
        ObjectNode choice = type("string");
        Stream.of(words).forEach(choice.putArray("enum")::add);
        return choice;
    }

    private static JsonNode listOf(JsonNode items) {
        return type("array").set("items", items);
    }

    /** @param properties names and schemas in turn */
    private static JsonNode object(Object... properties) {
        ObjectNode object = type("object");
        ObjectNode all = object.putObject("properties");
        for (int i = 0; i < properties.length; i += 2) {
            all.set((String) properties[i], (JsonNode) properties[i + 1]);
        }
        return object.put("additionalProperties", false);
    }

    private <T> ToolCallback tool(String name, String description, JsonNode schema, Class<T> type,
            Function<T, String> work) {
        ToolDefinition definition = ToolDefinition.builder().name(name).description(description).inputSchema(schema.toString())
                .build();
        return new ToolCallback() {
            @Override
            public ToolDefinition getToolDefinition() {
                return definition;
            }

            @Override
            public String call(String arguments) {
                try {
                    T input = json.readValue(arguments.isBlank() ? "{}" : arguments.replace("\\u0000", ""), type);
                    return input == null ? "These arguments are not understood." : work.apply(input);
                } catch (JsonProcessingException malformed) {
                    return "These arguments are not understood: " + malformed.getOriginalMessage();
                }
            }
        };
    }
}

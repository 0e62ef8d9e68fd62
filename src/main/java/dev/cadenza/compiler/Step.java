package dev.cadenza.compiler;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.cadenza.lead.EventKind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link Plan}. Its id becomes the id of its BPMN element, so Cockpit, history, enrollments and
 * diagnostics all speak of the same thing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Step.Send.class, name = "send"),
    @JsonSubTypes.Type(value = Step.Review.class, name = "review"),
    @JsonSubTypes.Type(value = Step.Wait.class, name = "wait"),
    @JsonSubTypes.Type(value = Step.WaitUntil.class, name = "waitUntil"),
    @JsonSubTypes.Type(value = Step.Branch.class, name = "branch"),
    @JsonSubTypes.Type(value = Step.Split.class, name = "split"),
    @JsonSubTypes.Type(value = Step.WaitUntilTime.class, name = "waitUntilTime"),
    @JsonSubTypes.Type(value = Step.WaitFor.class, name = "waitFor"),
    @JsonSubTypes.Type(value = Step.UpdateLead.class, name = "updateLead"),
    @JsonSubTypes.Type(value = Step.Score.class, name = "score"),
    @JsonSubTypes.Type(value = Step.ChangeList.class, name = "changeList"),
    @JsonSubTypes.Type(value = Step.Enrich.class, name = "enrich"),
    @JsonSubTypes.Type(value = Step.CallWebhook.class, name = "callWebhook"),
    @JsonSubTypes.Type(value = Step.HumanTask.class, name = "humanTask"),
    @JsonSubTypes.Type(value = Step.StartJourney.class, name = "startJourney"),
    @JsonSubTypes.Type(value = Step.Goal.class, name = "goal"),
    @JsonSubTypes.Type(value = Step.End.class, name = "end"),
})
public sealed interface Step {

    String id();

    String name();

    <R> R accept(Visitor<R> visitor);

    /** Ids of the steps that may come next, those that are not said left out. */
    default List<String> next() {
        return Exit.of(this).stream().map(Exit::to).filter(Objects::nonNull).toList();
    }

    /**
     * Queues one message for each lead.
     *
     * @param channel name of a channel, such as {@code EMAIL}
     * @param subject template; null where the channel knows none
     * @param body template
     * @param draftType first outreach, second or final follow-up (requirement 2, email_drafts)
     * @param via who sends it; null for the journey's own sender
     */
    record Send(String id, String name, String channel, @Nullable String subject, String body, String draftType,
            String to, @Nullable Via via) implements Step {

        public Send(String id, String name, String channel, @Nullable String subject, String body, String draftType,
                String to) {
            this(id, name, channel, subject, body, draftType, to, null);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.send(this);
        }
    }

    /**
     * How a message leaves.
     *
     * @param sender the sender account's id; null for the journey's own
     * @param fallbackChannel for leads that have no address on the channel; null where they skip the step
     * @param fallbackSender the sender account's id on that channel; null for the journey's own
     * @param contentSid a text that the provider has approved beforehand, in place of the body where that may not go
     * @param contentVariables templates of that text's places
     */
    record Via(@Nullable UUID sender, @Nullable String fallbackChannel, @Nullable UUID fallbackSender,
            @Nullable String contentSid, Map<String, String> contentVariables) {
        public Via {
            contentVariables = contentVariables == null ? Map.of() : Map.copyOf(contentVariables);
        }
    }

    /**
     * Writes the drafts of the send step {@code sends} and waits until a person has decided about each.
     *
     * @param sends id of the send step whose drafts are reviewed
     * @param rejectedLeave true where a lead whose draft is rejected leaves; else it skips that send and goes on
     */
    record Review(String id, String name, String sends, boolean rejectedLeave, String to) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.review(this);
        }
    }

    /** Waits {@code duration} after the lead's previous message, or after the lead arrived where there was none. */
    record Wait(String id, String name, Duration duration, String to) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pause(this);
        }
    }

    /** Waits until a point in time that is the same for all leads; passes at once when it is over. */
    record WaitUntil(String id, String name, Instant until, String to) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.waitUntil(this);
        }
    }

    /**
     * Sends each lead the first way whose condition holds for it, else the other way.
     *
     * @param otherwise next step of leads for whom no condition holds
     */
    record Branch(String id, String name, List<Way> ways, String otherwise) implements Step {
        public Branch {
            ways = copy(ways);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.branch(this);
        }
    }

    /** @param condition in the closed condition language, as JSON (see dev.cadenza.audience.Condition) */
    record Way(String name, String condition, String to) {
    }

    /** Divides leads by shares; the same lead goes the same way however often it comes. */
    record Split(String id, String name, List<Share> shares) implements Step {
        public Split {
            shares = copy(shares);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.split(this);
        }
    }

    /** @param percent 1 to 99; the shares of a split add up to 100 */
    record Share(String name, int percent, String to) {
    }

    /**
     * Waits until a time of day on one of some weekdays, in the lead's own timezone; passes at once at that minute.
     *
     * @param days the weekdays that count; empty for all
     * @param zone for leads whose timezone is not known
     */
    record WaitUntilTime(String id, String name, Set<DayOfWeek> days, LocalTime at, ZoneId zone, String to)
            implements Step {
        public WaitUntilTime {
            days = days == null ? Set.of() : Set.copyOf(days);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.waitUntilTime(this);
        }
    }

    /**
     * Waits until something happens to the lead, or until the time is over. What happened since the lead's previous
     * message of this journey, or since it was enrolled where there is none, counts.
     *
     * @param then next step of leads to whom it happened
     * @param otherwise next step of leads whose time ran out
     */
    record WaitFor(String id, String name, Awaited event, Duration timeout, String then, String otherwise)
            implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.waitFor(this);
        }
    }

    /**
     * What a lead is expected to do.
     *
     * @param kind what happens
     * @param key which of its kind: the list's or segment's id, the custom event's name, the field; null for any
     * @param condition about the event's payload, as JSON in the language of {@code dev.cadenza.event}; null for none
     */
    record Awaited(EventKind kind, @Nullable String key, @Nullable String condition) {
    }

    /** @param set new values by field: a field of the lead, {@code status}, or an attribute; null empties it */
    record UpdateLead(String id, String name,
            @JsonInclude(content = JsonInclude.Include.ALWAYS) Map<String, @Nullable String> set, String to)
            implements Step {
        public UpdateLead {
            set = set == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(set));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.updateLead(this);
        }
    }

    /** Adds points to the lead's score, as a signal of its own. @param points may be negative, never 0 */
    record Score(String id, String name, int points, String to) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.score(this);
        }
    }

    /** @param add true puts the leads on the list, false takes them off */
    record ChangeList(String id, String name, UUID list, boolean add, String to) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.changeList(this);
        }
    }

    /**
     * Asks a source of enrichment about the leads.
     *
     * @param source key of the source
     * @param overwrite true where its answers replace what the lead's fields hold
     */
    record Enrich(String id, String name, String source, boolean overwrite, String to) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.enrich(this);
        }
    }

    /**
     * Calls an address outside, signed, once for each lead. Its JSON answer is kept under the step's id, and conditions
     * of later branches can read it.
     *
     * @param method GET, POST, PUT or PATCH
     * @param headers further headers; values are templates
     * @param body template; null sends the lead and the journey as JSON
     */
    record CallWebhook(String id, String name, String url, String method, Map<String, String> headers,
            @Nullable String body, String to) implements Step {
        public CallWebhook {
            headers = headers == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.callWebhook(this);
        }
    }

    /**
     * A person does something about one lead, in Tasklist.
     *
     * @param role candidate group: administrator, marketer or analyst
     * @param instructions what to do, a template; null for none
     * @param due how long the person has; null for no due date
     * @param fields what the person fills in; conditions of later branches can read it
     * @param outcomes the buttons that complete the task, each a way; at least one
     */
    record HumanTask(String id, String name, String role, @Nullable String instructions, @Nullable Duration due,
            List<Field> fields, List<Outcome> outcomes) implements Step {
        public HumanTask {
            fields = copy(fields);
            outcomes = copy(outcomes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.humanTask(this);
        }
    }

    /** @param type text, number, boolean, date or choice; {@code choices} are for choice alone */
    record Field(String key, String label, String type, boolean required, List<String> choices) {
        public Field {
            choices = copy(choices);
        }
    }

    /** @param name what the button says */
    record Outcome(String name, String to) {
    }

    /** Enters the leads into a campaign or a workflow and goes on at once. @param target its id */
    record StartJourney(String id, String name, Target kind, UUID target, String to) implements Step {

        /** What is started. */
        public enum Target { CAMPAIGN, WORKFLOW }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.startJourney(this);
        }
    }

    /**
     * What the journey is for. A lead that comes here has reached it; and where {@code event} is given, so has a lead to
     * whom it happens wherever in the journey it is: it leaves at once.
     *
     * @param event null for a goal that is only reached by coming here
     */
    record Goal(String id, String name, @Nullable Awaited event) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.goal(this);
        }
    }

    /** The journey is over for the leads that come here. */
    record End(String id, String name) implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.end(this);
        }
    }

    /** One answer for each kind of step. */
    interface Visitor<R> {

        R send(Send step);

        R review(Review step);

        R pause(Wait step);

        R waitUntil(WaitUntil step);

        R branch(Branch step);

        R split(Split step);

        R waitUntilTime(WaitUntilTime step);

        R waitFor(WaitFor step);

        R updateLead(UpdateLead step);

        R score(Score step);

        R changeList(ChangeList step);

        R enrich(Enrich step);

        R callWebhook(CallWebhook step);

        R humanTask(HumanTask step);

        R startJourney(StartJourney step);

        R goal(Goal step);

        R end(End step);
    }

    /** A list left out in JSON is an empty one: {@link PlanCheck} has the better sentence for it than a parser. */
    private static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}

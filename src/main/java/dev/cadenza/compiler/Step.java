package dev.cadenza.compiler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

        R end(End step);
    }

    /** A list left out in JSON is an empty one: {@link PlanCheck} has the better sentence for it than a parser. */
    private static <T> List<T> copy(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}

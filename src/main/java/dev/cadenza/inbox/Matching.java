package dev.cadenza.inbox;

import dev.cadenza.channel.MessageIds;
import dev.cadenza.inbox.Match.By;
import dev.cadenza.inbox.Verdict.Kind;
import dev.cadenza.lead.Addresses;
import dev.cadenza.message.MessageContents;
import dev.cadenza.message.MessageContents.Content;
import dev.cadenza.tracking.PlusAddresses;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds the message that a mail belongs to: by Message-ID, then by the signed plus-address, then, as a guess, by sender
 * and subject (for a report: by recipient) among what the lead got lately.
 */
@Component
class Matching {

    private static final Duration SUBJECT_WINDOW = Duration.ofDays(30);
    private static final Duration REPORT_WINDOW = Duration.ofDays(5);
    private static final int MOST_CANDIDATES = 50;
    private static final String COLUMNS = "m.id, m.lead_id, m.owner_id, m.journey_id, m.enrollment_id, m.address";

    private final JdbcClient jdbc;
    private final MessageContents contents;

    Matching(JdbcClient jdbc, MessageContents contents) {
        this.jdbc = jdbc;
        this.contents = contents;
    }

    Optional<Match> match(ParsedMail mail, Verdict verdict, Optional<PlusAddresses.Token> token, Instant receivedAt) {
        return byMessageId(mail, verdict)
                .or(() -> token.flatMap(t -> message(t.messageId())).map(m -> found(By.ADDRESS, m, mail)))
                .or(() -> isReport(verdict) ? byRecipient(verdict, receivedAt) : bySubject(mail, receivedAt));
    }

    /** The message of ours with this id. */
    Optional<Answered> message(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from message m where m.id = ? and m.direction = 'OUTBOUND'")
                .param(id).query(Matching::answered).optional();
    }

    /** True for a mail that we sent ourselves, such as a copy to the sender. */
    boolean isOurs(ParsedMail mail) {
        return mail.messageId() != null
                && MessageIds.parse(mail.messageId()).flatMap(this::message).isPresent();
    }

    Optional<UUID> lead(@Nullable String address) {
        return address == null ? Optional.empty() : Addresses.email(address).flatMap(normal -> jdbc
                .sql("select id from lead where email = ?").param(normal).query(UUID.class).optional());
    }

    private Optional<Match> byMessageId(ParsedMail mail, Verdict verdict) {
        Stream<String> ids = Stream.concat(Stream.ofNullable(verdict.returnedId()), mail.refersTo().stream());
        return ids.map(MessageIds::parse).flatMap(Optional::stream).distinct()
                .map(this::message).flatMap(Optional::stream).findFirst()
                .map(message -> found(By.MESSAGE_ID, message, mail));
    }

    private Match found(By by, Answered message, ParsedMail mail) {
        UUID leadId = message.leadId() == null ? lead(mail.fromAddress()).orElse(null) : message.leadId();
        return new Match(by, message, leadId);
    }

    private Optional<Match> bySubject(ParsedMail mail, Instant receivedAt) {
        return lead(mail.fromAddress()).map(leadId -> {
            List<Candidate> candidates = candidates(leadId, receivedAt, SUBJECT_WINDOW);
            Map<UUID, Content> drafts = contents.contents(draftIds(candidates));
            String subject = SubjectLines.normal(mail.subject());
            return candidates.stream()
                    .filter(c -> !subject.isEmpty() && SubjectLines.normal(c.subject(drafts)).equals(subject))
                    .findFirst()
                    .map(c -> new Match(By.SUBJECT, c.message(), leadId))
                    .orElseGet(() -> new Match(By.SENDER, null, leadId));
        });
    }

    private Optional<Match> byRecipient(Verdict verdict, Instant receivedAt) {
        return lead(verdict.recipient()).flatMap(leadId -> candidates(leadId, receivedAt, REPORT_WINDOW).stream()
                .findFirst().map(candidate -> new Match(By.RECIPIENT, candidate.message(), leadId)));
    }

    /** What the lead got lately, the latest first. */
    private List<Candidate> candidates(UUID leadId, Instant receivedAt, Duration window) {
        return jdbc.sql("select " + COLUMNS + """
                , m.draft_id, m.subject from message m
                where m.lead_id = :lead and m.direction = 'OUTBOUND' and m.channel = 'EMAIL'
                    and m.state in ('SENDING', 'SENT', 'UNKNOWN', 'BOUNCED')
                    and coalesce(m.sent_at, m.fenced_at) > :since
                order by coalesce(m.sent_at, m.fenced_at) desc limit :most
                """)
                .param("lead", leadId).param("since", Timestamp.from(receivedAt.minus(window)))
                .param("most", MOST_CANDIDATES)
                .query((row, number) -> new Candidate(answered(row, number), row.getObject("draft_id", UUID.class),
                        row.getString("subject")))
                .list();
    }

    private record Candidate(Answered message, @Nullable UUID draftId, @Nullable String ownSubject) {

        @Nullable String subject(Map<UUID, Content> drafts) {
            Content draft = draftId == null ? null : drafts.get(draftId);
            return draft == null ? ownSubject : draft.subject();
        }
    }

    private static Collection<UUID> draftIds(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::draftId).filter(Objects::nonNull).distinct().toList();
    }

    private static boolean isReport(Verdict verdict) {
        return verdict.kind() == Kind.BOUNCE || verdict.kind() == Kind.COMPLAINT || verdict.kind() == Kind.RECEIPT;
    }

    private static Answered answered(ResultSet row, int number) throws SQLException {
        return new Answered(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                row.getObject("owner_id", UUID.class), row.getObject("journey_id", UUID.class),
                row.getObject("enrollment_id", UUID.class), row.getString("address"));
    }
}

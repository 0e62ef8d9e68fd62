package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.InboundMail.Outcome;
import dev.cadenza.inbox.InboundMail.Status;
import dev.cadenza.inbox.Match.By;
import dev.cadenza.inbox.Verdict.Kind;
import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.LeadArrivals;
import dev.cadenza.tracking.PlusAddresses;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads one kept mail, finds out what it is and whom it is from, and lets it take effect, once. */
@Component
class MailApplier {

    private final InboundMails mails;
    private final MailParser parser;
    private final PlusAddresses addresses;
    private final Matching matching;
    private final MailEffects effects;
    private final LeadArrivals arrivals;
    private final InboxSettings settings;

    MailApplier(InboundMails mails, MailParser parser, PlusAddresses addresses, Matching matching,
            MailEffects effects, LeadArrivals arrivals, InboxSettings settings) {
        this.mails = mails;
        this.parser = parser;
        this.addresses = addresses;
        this.matching = matching;
        this.effects = effects;
        this.arrivals = arrivals;
        this.settings = settings;
    }

    /** Within a transaction. Does nothing where the mail was applied, or is being applied by another thread. */
    void apply(UUID id) {
        mails.take(id).ifPresent(mail -> {
            ParsedMail parsed = parser.parse(mail.raw());
            mails.finish(id, parsed, outcome(mail, parsed));
        });
    }

    /** Within a transaction: applies a locked mail as a person says, also one that can't be read. */
    void applyAs(InboundMail mail, Match match) {
        ParsedMail parsed = readable(mail.raw());
        Optional<UUID> twin = mails.claimKey(mail.id(), key(parsed, mail.raw()));
        Verdict verdict = verdict(parsed, token(parsed), match);
        mails.finish(mail.id(), parsed, twin.map(other -> duplicate(verdict, other))
                .orElseGet(() -> effects.apply(mail, parsed, verdict, match)));
    }

    private Outcome outcome(InboundMail mail, ParsedMail parsed) {
        Optional<PlusAddresses.Token> token = token(parsed);
        Verdict first = Classifier.classify(parsed, token.map(PlusAddresses.Token::purpose).orElse(null));
        Optional<UUID> twin = mails.claimKey(mail.id(), key(parsed, mail.raw()));
        if (twin.isPresent()) {
            return duplicate(first, twin.get());
        }
        if (matching.isOurs(parsed)) {
            return unmatched(Kind.OTHER, "A copy of our own message");
        }
        Optional<Match> match = matching.match(parsed, first, token, mail.receivedAt());
        if (match.isEmpty() && settings.strangers() == InboxSettings.Strangers.LEAD && byPerson(parsed, first)) {
            return stranger(mail, parsed);
        }
        if (match.isEmpty()) {
            return unmatched(first.kind() == Kind.REPLY ? Kind.OTHER : first.kind(), first.reason());
        }
        return effects.apply(mail, parsed, verdict(parsed, token, match.get()), match.get());
    }

    private static boolean byPerson(ParsedMail mail, Verdict verdict) {
        return verdict.kind() == Kind.REPLY && mail.header("List-Id").isEmpty()
                && mail.header("List-Unsubscribe").isEmpty() && mail.fromAddress() != null
                && Addresses.email(mail.fromAddress()).isPresent();
    }

    /** Somebody whom we do not know wrote to us. */
    private Outcome stranger(InboundMail mail, ParsedMail parsed) {
        String email = Addresses.email(Objects.requireNonNull(parsed.fromAddress())).orElseThrow();
        UUID lead = arrivals.arrive(email, null, parsed.fromName(), ChannelType.EMAIL.word(), mail.receivedAt());
        return effects.apply(mail, parsed, Verdict.of(Kind.OTHER, "The sender was not known and is a lead now"),
                new Match(By.SENDER, null, lead));
    }

    private static Verdict verdict(ParsedMail mail, Optional<PlusAddresses.Token> token, Match match) {
        Verdict verdict = Classifier.classify(mail, token.map(PlusAddresses.Token::purpose).orElse(null));
        if (verdict.kind() != Kind.REPLY) {
            return verdict;
        }
        boolean guessed = match.by().uncertain() || match.by() == By.SENDER;
        if (guessed && mail.header("List-Id").isPresent()) {
            return Verdict.of(Kind.AUTO_REPLY, "From a mailing list (List-Id)");
        }
        return match.answered() == null ? Verdict.of(Kind.OTHER, "The lead is known, no message of ours is answered")
                : verdict;
    }

    private Optional<PlusAddresses.Token> token(ParsedMail mail) {
        return addresses.find(mail.recipients());
    }

    private ParsedMail readable(byte[] raw) {
        try {
            return parser.parse(raw);
        } catch (UnreadableMail unreadable) {
            String text = MailText.storable(new String(raw, 0, Math.min(raw.length, MailText.MAX_BODY),
                    StandardCharsets.UTF_8));
            return new ParsedMail(Map.of(), null, null, null, "", null, null, List.of(), text, null, null,
                    unreadable.getMessage());
        }
    }

    private static Outcome duplicate(Verdict verdict, UUID twin) {
        return new Outcome(Status.APPLIED, verdict.kind(), null, null, twin, "The same mail was applied before");
    }

    private static Outcome unmatched(Kind kind, @Nullable String detail) {
        return new Outcome(Status.UNMATCHED, kind, null, null, null, detail);
    }

    /** The Message-ID says that two mails are one; without it, what does not change on the way does. */
    private static String key(ParsedMail mail, byte[] raw) {
        if (mail.messageId() != null) {
            return mail.messageId();
        }
        String stable = mail.header("From").orElse("") + '\n' + mail.header("Date").orElse("") + '\n'
                + mail.header("Subject").orElse("") + '\n';
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(stable.getBytes(StandardCharsets.UTF_8));
            int body = MailText.bodyStart(raw);
            digest.update(raw, body, raw.length - body);
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}

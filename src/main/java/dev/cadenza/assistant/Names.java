package dev.cadenza.assistant;

import dev.cadenza.audience.AudienceNames;
import dev.cadenza.audience.Audiences;
import dev.cadenza.draft.TemplateNames;
import dev.cadenza.fair.EventAudiences;
import dev.cadenza.message.Sender;
import dev.cadenza.message.SenderAccounts;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks up what people call things. What the user of the request does not see is not found. */
@Component
class Names {

    static final int MOST = 6;

    private static final int MOST_SENDERS = 50;
    private static final int MOST_WORDS = 8;
    private static final Set<String> EMPTY_WORDS = Set.of("the", "a", "an", "of", "in", "at", "from", "on", "for",
            "our", "my",
            "list", "segment", "event", "trade", "fair", "show", "expo", "congress", "conference", "meetup", "die",
            "der",
            "das", "den", "dem", "von", "aus", "auf", "liste", "messe", "kongress", "veranstaltung", "leads",
            "contacts", "people",
            "visitors", "everyone", "everybody", "all", "und", "and", "use", "take", "one", "it's", "to");

    private final AudienceNames audiences;
    private final Audiences counts;
    private final EventAudiences events;
    private final TemplateNames templates;
    private final SenderAccounts senders;

    Names(AudienceNames audiences, Audiences counts, EventAudiences events, TemplateNames templates,
            SenderAccounts senders) {
        this.audiences = audiences;
        this.counts = counts;
        this.events = events;
        this.templates = templates;
        this.senders = senders;
    }

    /** What was found under a name: exactly one, or those that it may be. */
    record Found(Question.@Nullable Option one, List<Question.Option> others) {

        static final Found NOTHING = new Found(null, List.of());
    }

    /** @param kind null for any; where there is none of the kind, others are looked for as well */
    Found audience(Plan.@Nullable AudienceKind kind, String phrase) {
        List<String> words = words(phrase);
        Found found = choose(phrase, options(kind, words));
        if (kind != null && found.one() == null && found.others().isEmpty()) {
            found = choose(phrase, options(null, words));
        }
        return found;
    }

    /** Those that have at least one of the words; without any, some that there are. */
    List<Question.Option> like(String phrase) {
        return words(phrase).stream().sorted(Comparator.comparing(String::length).reversed())
                .map(word -> options(null, List.of(word))).filter(found -> !found.isEmpty()).findFirst()
                .orElseGet(() -> options(null, List.of()));
    }

    Found template(String phrase) {
        List<Question.Option> options = templates.find(words(phrase), MOST).stream()
                .map(template -> new Question.Option(null, template.id(), template.name())).toList();
        return choose(phrase, options);
    }

    List<Question.Option> templates() {
        return templates.find(List.of(), MOST).stream()
                .map(template -> new Question.Option(null, template.id(), template.name())).toList();
    }

    Found sender(String phrase) {
        String wanted = phrase.strip().toLowerCase(Locale.ROOT);
        return choose(phrase, senders().stream()
                .filter(sender -> sender.name().toLowerCase(Locale.ROOT).contains(wanted)).toList());
    }

    /** The active accounts for mails. */
    List<Question.Option> senders() {
        return senders.activeMailAccounts(MOST_SENDERS).stream().map(Names::option).toList();
    }

    /** How many leads it is now. */
    long count(Plan.Audience audience) {
        return switch (audience.kind()) {
            case LIST -> counts.count(audience.id(), null);
            case SEGMENT -> counts.count(null, audience.id());
            case EVENT -> events.leads(audience.id());
        };
    }

    /** {@code Europe/Berlin}, {@code Berlin}, {@code UTC}. */
    Optional<ZoneId> zone(String words) {
        String wanted = words.strip().replace(' ', '_');
        try {
            return Optional.of(ZoneId.of(wanted.equalsIgnoreCase("utc") ? "UTC" : wanted));
        } catch (DateTimeException noId) {
            return ZoneId.getAvailableZoneIds().stream().filter(id -> id.contains("/") && !id.startsWith("Etc/")
                    && id.substring(id.lastIndexOf('/') + 1).equalsIgnoreCase(wanted)).sorted().findFirst()
                    .map(ZoneId::of);
        }
    }

    private List<Question.Option> options(Plan.@Nullable AudienceKind kind, List<String> words) {
        List<Question.Option> options = new ArrayList<>();
        if (kind == null || kind == Plan.AudienceKind.LIST) {
            audiences.lists(words, MOST).forEach(list -> options.add(
                    new Question.Option(Plan.AudienceKind.LIST, list.id(), list.name())));
        }
        if (kind == null || kind == Plan.AudienceKind.SEGMENT) {
            audiences.segments(words, MOST).forEach(segment -> options.add(
                    new Question.Option(Plan.AudienceKind.SEGMENT, segment.id(), segment.name())));
        }
        if (kind == null || kind == Plan.AudienceKind.EVENT) {
            events.find(words, MOST).forEach(event -> options.add(new Question.Option(Plan.AudienceKind.EVENT,
                    event.id(), event.name() + " (" + event.date() + ")")));
        }
        return options.stream().limit(2L * MOST).toList();
    }

    private static Found choose(String phrase, List<Question.Option> options) {
        List<Question.Option> exact = options.stream().filter(option -> option.name().equalsIgnoreCase(phrase.strip()))
                .toList();
        if (exact.size() == 1) {
            return new Found(exact.get(0), List.of());
        }
        String whole = phrase.strip().toLowerCase(Locale.ROOT);
        List<Question.Option> literal = options.stream()
                .filter(option -> option.name().toLowerCase(Locale.ROOT).contains(whole)).toList();
        if (literal.size() == 1) {
            return new Found(literal.get(0), List.of());
        }
        return options.size() == 1 ? new Found(options.get(0), List.of()) : new Found(null, options);
    }

    private static List<String> words(String phrase) {
        List<String> all = Arrays.stream(phrase.split("[^\\p{L}\\d@.&+-]+")).filter(word -> !word.isBlank())
                .limit(MOST_WORDS).toList();
        List<String> telling = all.stream().filter(word -> !EMPTY_WORDS.contains(word.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toList());
        return telling.isEmpty() ? all : telling;
    }

    private static Question.Option option(Sender sender) {
        return new Question.Option(null, sender.id(), sender.label());
    }
}

package dev.cadenza.assistant;

import static dev.cadenza.assistant.Words.CHANNEL;
import static dev.cadenza.assistant.Words.ORDINAL;
import static dev.cadenza.assistant.Words.pattern;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Understands the common requests in English and German without a model. It takes out of a text what it knows, rule by
 * rule, and tells what is left over: nothing is guessed, and nothing that was not understood is passed over.
 */
final class Grammar {

    private static final String QUOTE = "[\"“”„«»]";
    private static final String QUOTED = QUOTE + "([^\"“”„«»]+)" + QUOTE;
    private static final String OF = "(?:\\s+(?:of|for|in|der|des|von|für)\\s+(?:the\\s+|die\\s+|der\\s+)?(?:("
            + ORDINAL
            + ")(?:\\s+(?:" + CHANNEL + "|one|step))?|(?:all|every|alle)(?:\\s+(?:of them|" + CHANNEL + "|one))?|(?:"
            + CHANNEL + "|step)\\s+(\\d{1,2})))?";
    private static final Pattern SAYS = pattern("(?:and\\s+)?(?:the\\s+|der\\s+)?\\b(subject|betreff|text|body)" + OF
            + "\\s*(?:is|:|says|should be|shall be|lautet|ist)?\\s*" + QUOTED);
    private static final Pattern TEMPLATE = pattern("(?:(?:and\\s+)?(?:use|with|take|mit|nimm"
            + "|verwende)\\s+)?(?:the\\s+|der\\s+|die\\s+)?\\b(?:template|vorlage)\\s+(?:" + QUOTED
            + "|([^\\x01,.;!?\"]+?))" + OF + "(?=\\s*(?:[\\x01,.;!?]|$))");
    private static final Pattern CALLED = pattern("(?:and\\s+)?(?:(?:call|name|title)\\s+(?:it|the campaign)|(?:named"
            + "|called)|nenne?\\s+(?:sie|es|die kampagne))\\s+(?:" + QUOTED + "|([^\\x01,.;!?\"]+))");
    private static final Pattern STOP = pattern("(?:and\\s+|und\\s+)?((?:don'?t|do not|never)\\s+)?(?:stop|end"
            + "|stoppe?n?|aufhören|ende?n?)s?\\s*,?\\s*(?:when|if|as soon as|once|wenn|sobald|falls)\\s+(?:they"
            + "|somebody|someone|anyone|people|a lead|one|sie|jemand|einer)\\s+(?:answers?|repl(?:y|ies)|responds?"
            + "|writes? back|antworte[nt]|(?:nicht\\s+)?antworte[nt])|(?:until|bis)\\s+(?:they|somebody|someone|sie"
            + "|jemand)\\s+(?:answers?|repl(?:y|ies)|responds?|antworte[nt])");
    private static final Pattern LAUNCH = pattern("(?:and\\s+|then\\s+|und\\s+)*(?:(?:launch|kick off|go "
            + "live)(?:\\s+(?:it|them|the campaign|now|right away|please|with it))*|(?:start|send|run)\\s+(?:it|them"
            + "|the campaign)(?:\\s+(?:now|right away|immediately|out|off|today|please))*(?=\\s*(?:[.,!?;]|$))"
            + "|(?:starte?|schicke?)\\s+(?:sie|es|die kampagne)(?:\\s+(?:jetzt|los|ab))*|(?:losschicken|abschicken"
            + "|loslegen))\\b");
    private static final Pattern CREATE = pattern("(?:and\\s+|then\\s+|now\\s+|und\\s+)*(?:(?:create|save"
            + "|write)\\s+(?:it|that|this|them|(?:the|a|as a)\\s+draft|the campaign)(?:\\s+(?:now|please|as a draft"
            + "|again))*(?=\\s*(?:[\\x01.,!?;]|and\\b|$))|^\\s*(?:create|save|do it|go ahead|anlegen|speichern"
            + "|erstellen)(?:\\s+(?:now|please|bitte))?\\s*[.!]?\\s*$|(?:do it|go ahead|make it so)|(?:lege?"
            + "|erstelle?|speichere?)\\s+(?:sie|es|die kampagne|den entwurf)(?:\\s+(?:jetzt|bitte|an))*)");
    private static final Pattern YES = pattern("^\\s*(?:yes|yeah|yep|ok(?:ay)?|sure|fine|perfect|great|looks good|ja"
            + "|passt|gut)(?:\\s*,?\\s*(?:please|bitte))?\\s*[.!]?\\s*$");
    private static final Pattern SHOW = pattern("(?:show(?:\\s+me)?|what(?:'s| is)|zeige?(?:\\s+mir)?)\\s+(?:the"
            + "|den)\\s+(?:plan|campaign)(?:\\s+(?:again|now|nochmal))?");
    private static final Pattern HELP = pattern("^\\s*(?:help|hello|hi|hey|hilfe|hallo|what can you do|was kannst "
            + "du)\\s*[.!?]*\\s*$");
    private static final Pattern OVER = pattern("(?:start over|start again|forget (?:it|everything|all)|from scratch"
            + "|neu anfangen|von vorne?)");
    private static final String KIND = "(?:list|segment|event|trade (?:fair|show|event)|fair|show|expo|congress"
            + "|conference|meetup|liste|messe|kongress|veranstaltung)";
    private static final String PHRASE = "(?:" + QUOTED + "|([^\\x01,.;:!?\"]+))";
    private static final String EVERYBODY = "(?:every(?:one|body)|all(?:\\s+(?:the\\s+|my\\s+|our\\s+)?(?:people"
            + "|leads|contacts|visitors))?|(?:the\\s+|my\\s+|our\\s+)?(?:people|leads|contacts|visitors)|those"
            + "|whoever|alle[nr]?|jede[nr]?|(?:den\\s+|die\\s+)?(?:leuten?|kontakten?))";
    private static final Pattern TO_ALL = pattern("(?:(?:to|for|an|für|targeting|audience(?: is)?:?"
            + "|zielgruppe:?)\\s+" + EVERYBODY + "|\\b(?:every(?:one|body)|all|those|whoever|alle[nr]?|jede[nr]?)\\b"
            + "(?:\\s+(?:people|leads|contacts)\\b)?)"
            + "(?:\\s+(?:that|who|which|die|we|i|wir|ich|met|saw|spoke to|spoke with|are|were|came|getroffen "
            + "haben))*(?:\\s+(?:from|in|at|of|on|by|to|von|aus|in|auf|bei|der|vom)\\s+(?:the\\s+|our\\s+|my\\s+"
            + "|der\\s+|die\\s+|dem\\s+)?"
            + PHRASE + ")?(?=[\\x01,.;:!?\"\\s]|$)");
    private static final Pattern TO_KIND = pattern("(?:(?:to|for|an|für|use|take|it's|it is|the one "
            + "is)\\s+)?(?:the\\s+|my\\s+|our\\s+|die\\s+|der\\s+|das\\s+)?\\b(" + KIND + ")\\s+" + PHRASE);
    private static final Pattern TO_NAME = pattern("\\b(?:to|for|an|für)\\s+(?:the\\s+|our\\s+|my\\s+|die\\s+"
            + "|der\\s+)?" + PHRASE);
    private static final Set<String> FILLERS = Arrays.stream(("a an the and or but then with of to for in on at by "
            + "it its is are be me my we us our you your i i'd i'll im please want would like need could can should "
            + "shall let lets let's make do now just so that this them they there these those new campaign sequence "
            + "series plan send sending sent write create draft set up give instead also only more as well ok okay "
            + "yes hello hi thanks thank change update use message messages mail mails email emails e-mail later "
            + "after before each every no not ein eine einen der die das den dem und oder bitte ich wir sie es "
            + "möchte will brauche mit von zu an für auf im am kampagne sende schicke schreibe erstelle lege neu "
            + "neue dann auch nur doch soll sollen mach mache ja danke hinzu ein")
            .split(" ")).collect(Collectors.toUnmodifiableSet());

    private final SettingsGrammar settings;
    private final StepGrammar steps = new StepGrammar();

    Grammar(Clock clock) {
        this.settings = new SettingsGrammar(clock);
    }

    /**
     * What was made of a text.
     *
     * @param leftOver words that were not understood, each run of them as it was written
     */
    record Reading(List<Wish> wishes, List<String> leftOver) {
    }

    Reading read(String words) {
        Spans text = new Spans(words);
        List<Wish> wishes = new ArrayList<>();
        List<Wish> last = new ArrayList<>();
        wishes.addAll(text.take(HELP, match -> Wish.Word.HELP));
        wishes.addAll(text.take(OVER, match -> Wish.Word.START_OVER));
        last.addAll(text.take(SAYS, Grammar::says));
        last.addAll(text.take(TEMPLATE, match -> new Wish.Template(either(match, 1, 2), position(match, 3, 4))));
        wishes.addAll(text.take(CALLED, match -> new Wish.Called(either(match, 1, 2))));
        wishes.addAll(text.take(STOP, match -> new Wish.StopOnReply(match.group(1) == null)));
        last.addAll(text.take(CREATE, match -> Wish.Word.CREATE));
        last.addAll(text.take(YES, match -> Wish.Word.YES));
        last.addAll(text.take(SHOW, match -> Wish.Word.SHOW));
        wishes.addAll(settings.read(text));
        last.addAll(text.take(LAUNCH, match -> Wish.Word.LAUNCH));
        wishes.addAll(steps.read(text));
        wishes.addAll(text.take(TO_ALL, Grammar::everybody));
        wishes.addAll(text.take(TO_KIND, match -> audience(match.group(1), either(match, 2, 3))));
        wishes.addAll(text.take(TO_NAME, match -> audience("", either(match, 1, 2))));
        wishes.addAll(last);
        return new Reading(wishes, leftOver(text.rest()));
    }

    private static Wish says(MatchResult match) {
        boolean subject = match.group(1).toLowerCase(Locale.ROOT).matches("subject|betreff");
        String said = match.group(4).strip();
        return new Wish.Says(position(match, 2, 3), subject ? said : null, subject ? null : said);
    }

    private static Wish everybody(MatchResult match) {
        boolean named = match.group(1) != null || match.group(2) != null;
        return named ? audience("", either(match, 1, 2)) : new Wish.To(null, "");
    }

    /** The kind may stand before the name or in it: "the Hannover fair", "the list of Hannover". */
    private static @Nullable Wish audience(String word, String phrase) {
        String name = phrase.strip().replaceFirst("(?iu)(?:\\s+(?:and|then|with|please|only|instead|und|mit|bitte))+$",
                "");
        Matcher kind = KIND_IN_NAME.matcher(name);
        if (word.isEmpty() && kind.find()) {
            return new Wish.To(kind(kind.group()), name);
        }
        return unsaying(name) ? null : new Wish.To(word.isEmpty() ? null : kind(word), name);
    }

    private static final Pattern KIND_IN_NAME = pattern("\\b" + KIND + "\\b");

    private static boolean unsaying(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d'-]+")).allMatch(word -> word.isEmpty()
                || FILLERS.contains(word));
    }

    private static Plan.AudienceKind kind(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        return small.startsWith("list") ? Plan.AudienceKind.LIST : small.startsWith("segment")
                ? Plan.AudienceKind.SEGMENT : Plan.AudienceKind.EVENT;
    }

    private static String either(MatchResult match, int one, int other) {
        return (match.group(one) != null ? match.group(one) : match.group(other)).strip();
    }

    private static @Nullable Integer position(MatchResult match, int ordinal, int number) {
        return match.group(ordinal) != null ? Integer.valueOf(Words.ordinal(match.group(ordinal)))
                : match.group(number) != null ? Integer.valueOf(match.group(number)) : null;
    }

    private static List<String> leftOver(String rest) {
        List<String> runs = new ArrayList<>();
        for (String clause : rest.split("[\\x01,.;:!?\"“”„«»()\\[\\]{}]+")) {
            String run = Arrays.stream(clause.strip().split("\\s+")).dropWhile(Grammar::filler)
                    .collect(Collectors.joining(" "));
            List<String> words = new ArrayList<>(Arrays.asList(run.split(" ")));
            while (!words.isEmpty() && filler(words.get(words.size() - 1))) {
                words.remove(words.size() - 1);
            }
            if (!words.isEmpty()) {
                runs.add(String.join(" ", words));
            }
        }
        return runs;
    }

    private static boolean filler(String word) {
        return word.isBlank() || FILLERS.contains(word.toLowerCase(Locale.ROOT)) || !word.matches(".*[\\p{L}\\d].*");
    }
}

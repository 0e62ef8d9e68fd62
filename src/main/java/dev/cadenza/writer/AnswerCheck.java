package dev.cadenza.writer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.draft.PlainText;
import dev.cadenza.draft.TemplateTexts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;

/**
 * What a model answers is checked as text from a stranger: its form, its length, that nothing is left to fill in, and
 * that it leads nowhere: every link, domain and mail address stands in the brief or the template, or is the lead's own
 * address.
 */
final class AnswerCheck {

    static final int MAX_SUBJECT = 200;
    static final int MAX_BODY = 12_000;
    private static final int MAX_WHY = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Safelist ALLOWED = new Safelist().addTags("p", "br", "b", "strong", "i", "em", "ul", "ol",
            "li", "a")
            .addAttributes("a", "href");
    private static final Pattern TAG = Pattern.compile("\\{\\{|}}|\\{%|\\$\\{|<%");
    private static final Pattern BLANK = Pattern.compile("\\[[^\\]\\n]{2,60}]|<[^<>\\n]{2,40}>|_{3,}|\\bXXX+\\b"
            + "|(?i)lorem ipsum|(?i)\\binsert (your|the|name|company)");


    private AnswerCheck() {
    }

    /**
     * A text, or what is wrong with the answer.
     *
     * @param used fields the model says it used, with its reason
     */
    record Answer(@Nullable String subject, String body, List<JsonNode> used, List<String> faults) {
    }

    static Answer check(String answer, WriteRequest request, String canary) {
        List<String> faults = new ArrayList<>();
        JsonNode json = parse(answer);
        if (json == null || !json.path("body").isTextual()) {
            return new Answer(null, "", List.of(),
                    List.of("The answer is not one JSON object with a subject and a body."));
        }
        boolean titled = request.step().subject() != null;
        String subject = titled ? json.path("subject").asText("").replaceAll("[\\p{Cntrl}\\s]+", " ").strip() : null;
        String written = json.path("body").asText();
        if (titled && (subject == null || subject.isEmpty())) {
            faults.add("The subject is empty.");
        }
        if (subject != null && subject.length() > MAX_SUBJECT) {
            faults.add("The subject is longer than " + MAX_SUBJECT + " characters.");
        }
        if (written.length() > MAX_BODY) {
            faults.add("The body is longer than " + MAX_BODY + " characters.");
            return new Answer(subject, "", List.of(), faults);
        }
        String body = clean(written);
        String text = PlainText.of(body);
        int most = longest(request.step().channel());
        if (text.length() > most) {
            faults.add("The body is longer than " + most + " characters.");
        }
        if (text.isBlank()) {
            faults.add("The body is empty.");
        }
        if (!dev.cadenza.lead.PlainText.storable((subject == null ? "" : subject) + body)) {
            faults.add("The text holds characters that can't be stored.");
        }
        whole((subject == null ? "" : subject) + "\n" + text, canary, faults);
        outside(subject, body, text, request, faults);
        List<JsonNode> used = new ArrayList<>();
        json.path("used").forEach(used::add);
        return new Answer(subject, body, used, faults);
    }

    /** Characters of a body: what its channel takes in one go. */
    static int longest(String channel) {
        return switch (channel) {
            case "EMAIL" -> MAX_BODY;
            case "SMS" -> 640;
            default -> 900;
        };
    }

    /** At most a sentence, without markup: it is shown to people beside the draft. */
    static String why(JsonNode entry) {
        String why = Jsoup.parse(entry.path("why").asText("")).text();
        return why.length() <= MAX_WHY ? why : why.substring(0, MAX_WHY) + "…";
    }

    private static @Nullable JsonNode parse(String answer) {
        int from = answer.indexOf('{');
        int to = answer.lastIndexOf('}');
        if (from < 0 || to < from) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(answer.substring(from, to + 1));
            return json.isObject() ? json : null;
        } catch (JsonProcessingException noJson) {
            return null;
        }
    }

    private static String clean(String written) {
        Document document = Jsoup.parse(TemplateTexts.stored(written));
        Document clean = new Cleaner(ALLOWED).clean(document);
        clean.select("a:not([href])").unwrap();
        clean.outputSettings().prettyPrint(false);
        return TemplateTexts.stored(clean.body().html());
    }

    private static void whole(String text, String canary, List<String> faults) {
        if (TAG.matcher(text).find()) {
            faults.add("Something is left to fill in: braces stand in the text.");
        }
        Matcher blank = BLANK.matcher(text);
        if (blank.find()) {
            faults.add("Something is left to fill in: " + blank.group());
        }
        if (text.contains(canary)) {
            faults.add("The text repeats what it was told in confidence.");
        }
    }

    private static void outside(@Nullable String subject, String body, String text, WriteRequest request,
            List<String> faults) {
        TrustedAddresses trusted = TrustedAddresses.of(request);
        Set<String> strange = new LinkedHashSet<>();
        String all = (subject == null ? "" : subject) + "\n" + text;
        for (Matcher mail = TrustedAddresses.MAIL.matcher(all); mail.find();) {
            if (!trusted.mails().contains(mail.group().toLowerCase(Locale.ROOT))) {
                strange.add(mail.group());
            }
        }
        for (Matcher domain = TrustedAddresses.DOMAIN.matcher(all); domain.find();) {
            if (!trusted.domains().contains(TrustedAddresses.name(domain))) {
                strange.add(domain.group());
            }
        }
        for (org.jsoup.nodes.Element link : Jsoup.parseBodyFragment(body).select("a[href]")) {
            if (!trusted.leadsTo(link.attr("href"))) {
                strange.add(link.attr("href"));
            }
        }
        strange.forEach(address -> faults.add("Neither the brief nor the template has the address "
                + Used.shown(address) + "."));
    }
}

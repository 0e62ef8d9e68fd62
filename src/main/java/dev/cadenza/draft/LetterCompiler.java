package dev.cadenza.draft;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Compiles one template. The body is parsed once: tags in text and attributes become numbered slots, whole addresses
 * with tags become one slot each, which is checked again with each lead's values.
 */
final class LetterCompiler {

    /** Stands for the lead's own unsubscribe link; replaced when the mail goes out. */
    private static final String UNSUBSCRIBE_URL = "%unsubscribe_url%";
    /** Stands for the lead's own link to the page that asks for notifications; replaced when the mail goes out. */
    private static final String PUSH_URL = "%push_url%";

    /** Characters of a body that a person writes. */
    static final int MAX_BODY = 100_000;
    private static final int MAX_TAGS = 500;

    private final List<Fault> faults = new ArrayList<>();
    private final Set<String> subjectVariables = new LinkedHashSet<>();
    private final Set<String> bodyVariables = new LinkedHashSet<>();

    private LetterCompiler() {
    }

    /**
     * What came of it: the letter, unless something is wrong.
     *
     * @param body the body as safe HTML, its tags untouched
     */
    record Outcome(@Nullable Letter letter, List<Fault> faults, Set<String> subjectVariables,
            Set<String> bodyVariables, String body) {

        /** Names of all variables that were found, in the order of the text. */
        List<String> variables() {
            Set<String> all = new LinkedHashSet<>(subjectVariables);
            all.addAll(bodyVariables);
            return List.copyOf(all);
        }
    }

    static Outcome compile(@Nullable String subject, String body) {
        LetterCompiler compiler = new LetterCompiler();
        SlottedText title = subject == null ? null : compiler.subject(subject);
        String html = body.length() > MAX_BODY || body.isBlank() ? "" : SafeHtml.of(body);
        SlottedText text = compiler.body(body, html);
        boolean sound = compiler.faults.isEmpty() && text != null;
        return new Outcome(sound ? new Letter(title, text) : null, compiler.faults, compiler.subjectVariables,
                compiler.bodyVariables, html);
    }

    private @Nullable SlottedText subject(String subject) {
        if (subject.isBlank()) {
            return fault("subject", "required", "A mail needs a subject.");
        }
        if (subject.length() > Subjects.MAX) {
            return fault("subject", "too-long", "The subject may have at most " + Subjects.MAX + " characters.");
        }
        if (subject.strip().chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            return fault("subject", "line-break", "The subject must be one line.");
        }
        TemplateScanner scanner = new TemplateScanner("subject", faults);
        SlotWriter slots = new SlotWriter(subjectVariables);
        String text = slots.write(scanner.scan(subject.strip()));
        scanner.finish();
        return faults.isEmpty() ? new SlottedText(text, slots.slots(), false) : null;
    }

    private @Nullable SlottedText body(String written, String html) {
        if (written.isBlank()) {
            return fault("body", "required", "The body is empty.");
        }
        if (written.length() > MAX_BODY) {
            return fault("body", "too-long", "The body may have at most " + MAX_BODY + " characters.");
        }
        if (SafeHtml.isEmpty(html)) {
            return fault("body", "required", "Nothing of the body is left when unsafe HTML is taken out.");
        }
        Document document = Jsoup.parseBodyFragment(html);
        TemplateScanner scanner = new TemplateScanner("body", faults);
        SlotWriter slots = new SlotWriter(bodyVariables);
        // Both lists are complete before anything changes: the document is rewritten while they are walked.
        for (Element element : document.body().select("*")) {
            attributes(element, slots);
        }
        document.body().nodeStream(TextNode.class).toList()
                .forEach(node -> node.text(slots.write(scanner.scan(node.getWholeText()))));
        scanner.finish();
        lost(written, slots.tags());
        if (slots.tags() > MAX_TAGS) {
            return fault("body", "too-many-tags", "The body may have at most " + MAX_TAGS + " tags.");
        }
        return faults.isEmpty() ? new SlottedText(SafeHtml.html(document), slots.slots(), true) : null;
    }

    private void attributes(Element element, SlotWriter slots) {
        for (Attribute attribute : element.attributes().asList()) {
            boolean address = attribute.getKey().equals("href") || attribute.getKey().equals("src");
            if (!attribute.getValue().contains("{{")) {
                if (address) {
                    whole(attribute.getValue());
                }
                continue;
            }
            // Sections in attributes could cut a quotation mark away, and with it where the attribute ends.
            List<Token> tokens = new TemplateScanner("body", faults).scan(attribute.getValue());
            if (!tokens.stream().allMatch(t -> t instanceof Token.Text || t instanceof Token.Variable)) {
                fault("body", "section-in-attribute", "Sections and comments can't stand inside the attribute "
                        + attribute.getKey() + ". Put the section around the whole element.");
            } else if (attribute.getKey().equals("style")) {
                fault("body", "variable-in-style", "Variables can't stand inside the attribute style.");
            } else {
                attribute.setValue(address ? slots.address(attribute.getValue(), tokens) : slots.write(tokens));
            }
        }
    }

    private void whole(String address) {
        if (!address.equals(UNSUBSCRIBE_URL) && !address.equals(PUSH_URL) && !address.startsWith("#")
                && !address.matches("(?is)\\s*(https?|mailto|tel):.*")) {
            fault("body", "relative-link", "The address '" + address + "' is not whole. It must begin with https://, "
                    + "http://, mailto: or tel:.");
        }
    }

    /** Whoever writes a tag must find it in the mail, and not see it vanish with the element it stood in. */
    private void lost(String written, int kept) {
        int tags = (written.length() - written.replace("{{", "").length()) / 2;
        if (faults.isEmpty() && kept < tags) {
            fault("body", "lost-tag", "A tag stands where mails allow no text or in HTML that is not allowed, and "
                    + "would be lost.");
        }
    }

    private <T> @Nullable T fault(String field, String code, String message) {
        faults.add(new Fault(field, code, message));
        return null;
    }
}

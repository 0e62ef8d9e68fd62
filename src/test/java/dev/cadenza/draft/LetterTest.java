package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.draft.Letter.Rendered;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {

    private static final Map<String, Object> ADA = Map.of("firstName", "Ada", "company", "Tom & Söhne <GmbH>",
            "website", "acme.example", "score", 7, "revenue", new BigDecimal("1200000.50"),
            "tools", List.of("Excel", "SAP"), "active", false, "title", "  ");

    @Test
    void fillsInTheValuesOfTheLead() {
        Rendered mail = render("Hello {{ firstName }}", "<p>Dear {{firstName}}, score {{score}}, {{revenue}},"
                + " {{tools}}.</p>");
        assertThat(mail.subject()).isEqualTo("Hello Ada");
        assertThat(mail.body()).isEqualTo("<p>Dear Ada, score 7, 1200000.50, Excel, SAP.</p>");
        assertThat(mail.missing()).isEmpty();
        assertThat(mail.obstacle()).isNull();
    }

    @Test
    void escapesValuesInTheBodyAndNotInTheSubject() {
        Rendered mail = render("For {{company}}", "<p title=\"{{company}}\">{{company}}</p>");
        assertThat(mail.subject()).isEqualTo("For Tom & Söhne <GmbH>");
        assertThat(mail.body()).isEqualTo("<p title=\"Tom &amp; Söhne &lt;GmbH&gt;\">Tom &amp; Söhne &lt;GmbH&gt;</p>");
    }

    @Test
    void takesTheFallbackWhereThereIsNoValue() {
        assertThat(render("{{nickname|there}}", "<p>Hi {{nickname|you & yours}}, {{title | friend}}{{x|}}</p>"))
                .extracting(Rendered::subject, Rendered::body)
                .containsExactly("there", "<p>Hi you &amp; yours, friend</p>");
    }

    @Test
    void leavesTheTagAndNotesTheNameWhereNeitherValueNorFallbackIsThere() {
        Rendered mail = render("For {{nickname}}", "<p>{{title}} {{nickname}}</p>");
        assertThat(mail.subject()).isEqualTo("For {{nickname}}");
        assertThat(mail.body()).isEqualTo("<p>{{title}} {{nickname}}</p>");
        assertThat(mail.missing()).containsExactly("nickname", "title");
        assertThat(mail.obstacle()).isEqualTo("no value for nickname, title");
    }

    @Test
    void showsSectionsWithAndWithoutAValue() {
        assertThat(body("<p>{{#firstName}}Dear {{firstName}}{{/firstName}}{{^firstName}}Dear friend{{/firstName}}</p>"))
                .isEqualTo("<p>Dear Ada</p>");
        assertThat(body("{{#nickname}}<p>{{nickname}}</p>{{/nickname}}{{^nickname}}<p>none</p>{{/nickname}}"))
                .isEqualTo("<p>none</p>");
        assertThat(body("<p>{{#active}}on{{/active}}{{^active}}off{{/active}}</p>")).isEqualTo("<p>off</p>");
    }

    @Test
    void notesNothingAboutWhatStandsInASectionThatIsLeftOut() {
        Rendered mail = render("x", "<p>a{{#nickname}}{{surname}}{{/nickname}}</p>");
        assertThat(mail.missing()).isEmpty();
    }

    @Test
    void doesNotWalkIntoListsOrMaps() {
        Map<String, Object> values = Map.of("list", List.of(Map.of("a", "1")), "map", Map.of("a", "1"));
        Rendered mail = letter("s", "<p>{{#list}}[{{a}}]{{/list}}{{map}}{{map.a}}{{list.size}}</p>").render(values);
        assertThat(mail.missing()).containsExactly("map", "map.a", "list.size");
    }

    @Test
    void callsNoMethodsAndReadsNoFieldsOfValues() {
        record Trap(String secret) {
            @SuppressWarnings("unused")
            public String run() {
                throw new AssertionError("was called");
            }
        }
        Map<String, Object> values = Map.of("trap", new Trap("hidden"), "firstName", "Ada");
        Rendered mail = letter("s", "<p>{{trap.run}}{{trap.secret}}{{trap}}{{firstName.length}}{{firstName.class}}"
                + "{{#trap}}{{run}}{{secret}}{{/trap}}{{#firstName}}{{length}}{{bytes}}{{.}}{{/firstName}}</p>"
                .replace("{{.}}", "")).render(values);
        assertThat(mail.body()).doesNotContain("hidden");
        assertThat(mail.missing()).contains("trap.run", "trap.secret", "trap", "firstName.length", "length", "bytes");
    }

    @Test
    void valuesThatLookLikeTagsOrMarkupStayText() {
        Map<String, Object> values = Map.of("firstName", "{{company}}{{{x}}}", "company",
                "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover='x");
        Rendered mail = letter("{{firstName}}", "<p title=\"{{company}}\">{{firstName}}{{company}}</p>").render(values);
        assertThat(mail.subject()).isEqualTo("{{company}}{{{x}}}");
        assertThat(mail.body()).doesNotContain("<script", "<img", "\"' on")
                .contains("{{company}}{{{x}}}&lt;script&gt;");
    }

    @Test
    void subjectsStayOneLineWhateverTheLeadIsCalled() {
        Map<String, Object> values = Map.of("firstName", "Ada\r\nBcc: all@example.com\u2028x\u0000y");
        assertThat(letter("Hi {{firstName}}", "<p>x</p>").render(values).subject())
                .isEqualTo("Hi Ada Bcc: all@example.com x y");
    }

    @Test
    void keepsThePlaceOfTheUnsubscribeLinkForTheTransport() {
        assertThat(render("s", "<p><a href=\"%unsubscribe_url%\">No more mails</a></p>").body())
                .isEqualTo("<p><a href=\"%unsubscribe_url%\">No more mails</a></p>");
    }

    @Test
    void anEmptySubjectIsAnObstacle() {
        assertThat(render("{{#nickname}}Hi{{/nickname}}", "<p>x</p>").obstacle()).isEqualTo("the subject is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
            "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "vbscript:x", "//evil.example", "/relative", "https://", "http:/x",
        "https://a b\"onclick=\"x", "file:///etc/passwd", "https://user:secret@evil.example",
        "\u0001javascript:alert(1)"})
    void linksFromLeadDataGoToTheWebOnly(String website) {
        Rendered mail = letter("s", "<p><a href=\"{{website}}\">site</a></p>").render(Map.of("website", website));
        assertThat(mail.body()).isEqualTo("<p><a href=\"{{website}}\">site</a></p>");
        assertThat(mail.missing()).containsExactly("website");
    }

    @ParameterizedTest
    @CsvSource({
        "{{website}},                        https://acme.example/a?b=c&d=ü, https://acme.example/a?b=c&amp;d=ü",
        "{{website}},                        acme.example,                  https://acme.example",
        "{{website}},                        http://acme.example:8080,      http://acme.example:8080",
        "https://x.example/?c={{website}},   R&D <b> 1/2,                  "
        + " https://x.example/?c=R%26D%20%3Cb%3E%201%2F2",
        "https://{{website}}/about,          acme.example,                  https://acme.example/about",
        "mailto:{{website}},                 ada@acme.example,              mailto:ada@acme.example",
        "tel:{{website}},                    +49 30 1234,                   tel:+49301234",
    })
    void linksTakeValues(String template, String value, String link) {
        Rendered mail = letter("s", "<p><a href=\"" + template + "\">x</a></p>").render(Map.of("website", value));
        assertThat(mail.body()).isEqualTo("<p><a href=\"" + link + "\">x</a></p>");
        assertThat(mail.missing()).isEmpty();
    }

    @Test
    void aValueCannotTurnALinkToAnotherHost() {
        Rendered mail = letter("s", "<p><a href=\"https://x.example{{website}}\">x</a></p>")
                .render(Map.of("website", "@evil.example"));
        assertThat(mail.missing()).containsExactly("website");
    }

    @Test
    void plainTextBodiesBecomeParagraphs() {
        assertThat(body("Hi {{firstName}},\nI saw <you> & {{nickname|R&D}}.\n\n\nBye")).isEqualTo(
                "<p>Hi Ada,<br>I saw &lt;you&gt; &amp; R&amp;D.</p>\n<p>Bye</p>");
    }

    @Test
    void longAndOddTextsTakeNoLonger() {
        assertThat(body("a" + "\n".repeat(50_000) + "b")).isEqualTo("<p>a</p>\n<p>b</p>");
        assertThat(letter("s", "<a href='{{website}}'>x</a>").render(Map.of("website", "a.".repeat(2_000) + "!"))
                .missing()).containsExactly("website");
        assertThat(OpenTags.in(null, "{{" + " ".repeat(200_000))).isEmpty();
        assertThat(PlainText.of("<a \"".repeat(20_000))).startsWith("<a");
    }

    @Test
    void unsafeHtmlIsTakenOut() {
        assertThat(body("<p onclick=\"x()\">a<script>alert(1)</script><iframe src=\"https://x\"></iframe>"
                + "<a href=\"javascript:x\">b</a><img src=\"data:x\" onerror=\"y\"></p><form><input></form>"
                + "<style>p{}</style><svg onload=x></svg>")).isEqualTo("<p>a<a>b</a><img></p>");
    }

    @Test
    void makingHtmlSafeTwiceChangesNothingMore() {
        String once = SafeHtml.of("<p>Grüße &amp; {{company|R&D}} <b>x<a href='{{website}}'>é</a>&nbsp;</p>");
        assertThat(SafeHtml.of(once)).isEqualTo(once);
    }

    @Test
    void aTextThatGrowsBeyondAllMeasureIsRefused() {
        Map<String, Object> values = new HashMap<>();
        values.put("company", "x".repeat(4_000));
        Rendered mail = letter("s", "<p>" + "{{company}}".repeat(100) + "</p>").render(values);
        assertThat(mail.obstacle()).isEqualTo("the text is longer than 256000 characters");
    }

    @Test
    void bracesThatRemovedElementsPushTogetherDoNotBecomeATag() {
        assertThat(LetterCompiler.compile("s", "<p>{<script></script>{firstName}}</p>").faults()).isEmpty();
        assertThat(body("<p>{<script></script>{firstName}}</p>")).isEqualTo("<p>Ada</p>");
        assertThat(body("<p>{<b></b>{firstName}} {{! note }} }} { {{firstName}} }</p>"))
                .isEqualTo("<p>{<b></b>{firstName}}  }} { Ada }</p>");
    }

    private static String body(String template) {
        return render("s", template).body();
    }

    private static Rendered render(String subject, String body) {
        return letter(subject, body).render(ADA);
    }

    private static Letter letter(String subject, String body) {
        LetterCompiler.Outcome outcome = LetterCompiler.compile(subject, body);
        assertThat(outcome.faults()).isEmpty();
        return outcome.letter();
    }
}

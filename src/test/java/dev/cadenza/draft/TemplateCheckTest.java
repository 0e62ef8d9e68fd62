package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCheckTest {

    private static final Set<String> KNOWN = Set.of("firstName", "company", "website", "email");

    @ParameterizedTest
    @ValueSource(strings = {
        "<p>Hi {{firstName|there}}</p>", "Hi {{ firstName | there }}, plain",
                "{{#company}}<p>{{company}}</p>{{/company}}x",
        "<p>{{^company}}you{{/company}}</p>", "<a href='{{website}}'>x</a>",
        "<a href='https://x.example?c={{company}}'>x</a>",
        "<p>{{! for colleagues }}x</p>", "<img src='https://x.example/a.png'>", "<a href='#top'>x</a>",
        "<p title='{{company}}'>x</p>", "}} { } is no tag", "<p style='color:red'>x</p>", "<p>{{company|}}</p>"})
    void acceptsWhatTheLanguageHas(String body) {
        assertThat(TemplateCheck.check("Hello {{firstName}}", body, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "{{{company}}}~                                   unescaped-tag",
        "{{&company}}~                                    unescaped-tag",
        "{{ & company}}~                                  unescaped-tag",
        "<p>{{&amp;company}}</p>~                         unescaped-tag",
        "{{>partial}}~                                    include",
        "<p>{{&gt; partial}}</p>~                         include",
        "{{<parent}}~                                     include",
        "{{$block}}~                                      include",
        "{{=<% %>=}}~                                     delimiter",
        "{{= | | =}}~                                     delimiter",
        "{{=<% %>=}}<% &company %>~                       delimiter",
        "{{company~                                       unclosed-tag",
        "<p>{{<b>company</b>}}</p>~                       unclosed-tag",
        "<p>{{first<b>Name</b>}}</p>~                     unclosed-tag",
        "{{}}~                                            empty-tag",
        "{{ }}~                                           empty-tag",
        "{{#company}}x~                                   unclosed-section",
        "x{{/company}}~                                   unmatched-section",
        "{{#company}}{{#email}}{{/company}}{{/email}}~    unmatched-section",
        "{{.}}~                                           bad-name",
        "{{#company|x}}y{{/company|x}}~                   bad-name",
        "{{T(java.lang.Runtime).exec('x')}}~              unknown-variable",
        "${company.class} {{company.class}}~              unknown-variable",
        "{{company.getClass}}~                            unknown-variable",
        "<p style='color:{{company}}'>x</p>~              variable-in-style",
        "<p title='{{#company}}'>x</p>{{/company}}~       section-in-attribute",
        "<a href='{{#website}}{{website}}{{/website}}'>x</a>~ section-in-attribute",
        "<p>x<script>{{company}}</script></p>~            lost-tag",
        "<p onclick='{{company}}'>x</p>~                  lost-tag",
        "<p>x<!-- {{company}} --></p>~                    lost-tag",
        "<a href='javascript:{{company}}'>x</a>~          lost-tag",
        "<a href='/page'>x</a>~                           relative-link",
        "<img src='picture.png'>~                         relative-link",
        "<script>alert(1)</script>~                       required",
        "<p> &nbsp; </p>~                                 required",
        "' '~                                             required",
    })
    void refusesWhatCouldRunOrEscapeOrVanish(String body, String code) {
        assertThat(TemplateCheck.check("Hello", body, KNOWN)).isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.field()).isEqualTo("body"))
                .extracting(Fault::code).contains(code);
    }

    @Test
    void namesTheUnknownVariableAndTheNearestKnownOne() {
        assertThat(TemplateCheck.check("For {{compnay}}", "<p>{{first_name}} {{favouriteColour}}</p>", KNOWN))
                .containsExactly(
                        new Fault("subject", "unknown-variable", "There is no variable 'compnay'. Did you mean"
                        + " 'company'?"),
                        new Fault("body", "unknown-variable", "There is no variable 'first_name'. Did you mean"
                        + " 'firstName'?"),
                        new Fault("body", "unknown-variable", "There is no variable 'favouriteColour'."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"'';required", "'a\nb';line-break", "{{{company}}};unescaped-tag",
        "{{company;unclosed-tag", "{{=x=}};delimiter"})
    void checksTheSubject(String subject, String code) {
        assertThat(TemplateCheck.check(subject, "<p>x</p>", KNOWN)).extracting(Fault::field, Fault::code)
                .containsExactly(tuple("subject", code));
    }

    @Test
    void channelsWithoutSubjectNeedNone() {
        assertThat(TemplateCheck.check(null, "<p>x</p>", KNOWN)).isEmpty();
    }

    @Test
    void capsSizes() {
        assertThat(TemplateCheck.check("x".repeat(501), "y".repeat(100_001), KNOWN)).extracting(Fault::field,
                Fault::code)
                .containsExactly(tuple("subject", "too-long"),
                        tuple("body", "too-long"));
        assertThat(TemplateCheck.check("x", "{{company}}".repeat(501), KNOWN)).extracting(Fault::code)
                .containsExactly("too-many-tags");
        assertThat(TemplateCheck.check("x", "{{#company}}".repeat(5_000), KNOWN)).extracting(Fault::code)
                .contains("too-deep");
        assertThat(TemplateCheck.check("x", "<div>".repeat(19_000) + "x", KNOWN)).isNotNull();
    }

    @Test
    void listsVariablesInTheOrderOfTheText() {
        assertThat(TemplateCheck.variables("{{b}}", "<p>{{#c}}{{a|x}}{{/c}}<a href=\"{{d}}\">{{b}}</a></p>"))
                .containsExactlyInAnyOrder("b", "c", "a", "d");
    }
}

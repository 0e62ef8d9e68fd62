package dev.cadenza.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkRewriterTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<a href=\"http://a.b/\">x</a>                | <a href=\"T\">x</a>",
        "<p><A\tCLASS=\"c\" HREF='http://a.b/' id=i>  | <p><A\tCLASS=\"c\" HREF='T' id=i>",
        "<a href=http://a.b/>x                        | <a href=\"T\">x",
        "<a href = \"http://a.b/\">                   | <a href = \"T\">",
        "<a title=\"href=x > y\" href=\"http://a.b\"> | <a title=\"href=x > y\" href=\"T\">",
        "<area href=\"http://a.b\">                   | <area href=\"T\">",
        "<a href=\"http://a\"><a href=\"http://b\">   | <a href=\"T\"><a href=\"T\">",
        "<a disabled href=\"http://a\"/>              | <a disabled href=\"T\"/>",
    })
    void targetsOfLinksAreReplaced(String html, String expected) {
        assertThat(LinkRewriter.rewrite(html, href -> "T")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no markup < here", "<a name=\"x\">", "<abbr href=\"http://a\">", "<a data-href=\"x\">",
        "<link href=\"http://a\">", "<img src=\"http://a\">", "<!-- <a href=\"http://a\"> -->",
        "<!-- never closed <a href=\"x\">",
        "<style>a { content: '<a href=\"x\">' }</style>", "<p title=\"<a href='x'>\">", "<a href", "<a href=",
        "<a href=\"x",
        "</a href=\"x\">", "<", "<a", "<a hrefx=\"y\">", "1 < 2 <3"})
    void everythingElseStaysToTheLetter(String html) {
        assertThat(LinkRewriter.rewrite(html, href -> "T")).isEqualTo(html);
    }

    @Test
    void aTargetThatIsLeftAloneStays() {
        String html = "<a href=\"mailto:x@y.z\">m</a> <a href=\"http://a?b&amp;c\">h</a>";
        assertThat(LinkRewriter.rewrite(html, href -> href.startsWith("mailto:") ? null : "<" + href + ">"))
                .isEqualTo("<a href=\"mailto:x@y.z\">m</a> <a href=\"<http://a?b&amp;c>\">h</a>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://example.com                   | https://example.com",
        " HTTP://Example.com/a b               | HTTP://Example.com/a%20b",
        "https://bücher.example/käse?q=ü#ä     | https://xn--bcher-kva.example/k%C3%A4se?q=%C3%BC#%C3%A4",
        "https://example.com/%C3%BC?a=b&c=%20  | https://example.com/%C3%BC?a=b&c=%20",
        "https://example.com/?x={\"a\"}        | https://example.com/?x=%7B%22a%22%7D",
        "https://example.com:8443/x            | https://example.com:8443/x",
    })
    void aDestinationIsAWebAddressInPlainAscii(String url, String expected) {
        assertThat(Destination.of(url)).contains(expected);
    }

    @Test
    void lineBreaksNeverGetIntoADestination() {
        assertThat(Destination.of("https://example.com/a\r\nSet-Cookie: b"))
                .contains("https://example.com/aSet-Cookie:%20b");
        assertThat(Destination.of("https://exam\r\nple.com/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "javascript:alert(1)", "data:text/html,x", "mailto:a@b.c", "tel:+49", "ftp://a.b/",
        "//example.com", "/path", "https:///path", "http://", "example.com", "%unsubscribe_url%", "https://a b.c/"})
    void nothingElseIsADestination(String url) {
        assertThat(Destination.of(url)).isEmpty();
    }
}

package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '"', value = {
        "<p>Hi Ada,<br>bye</p>~                                     Hi Ada,|bye",
        "<p>one</p><p>two</p>~                                      one||two",
        "<p>one</p>  <p>two</p>  ~                                  one||two",
        "<div>one</div><div>two</div>~                              one|two",
        "a  <b>bold</b>, <i>it</i>alic~                             a bold, italic",
        "<a href='https://x.example/?a=1&amp;b=2'>our page</a>.~    our page (https://x.example/?a=1&b=2).",
        "<a href='https://x.example'>https://x.example</a>~         https://x.example",
        "<a href='mailto:a@b.example'>a@b.example</a>~              a@b.example",
        "<a href='mailto:a@b.example'>write</a> us~                 write (a@b.example) us",
        "<a href='#top'>up</a>~                                     up",
        "<a href='https://x.example'><img alt='logo'></a>~          logo (https://x.example)",
        "<a href='https://x.example'><img></a>~                     https://x.example",
        "<ul><li>one</li><li>two</li></ul>after~                    - one|- two||after",
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>~ a b|c",
        "x &lt;b&gt; &amp;amp; &eacute;&nbsp;&#128512;~ x <b> &amp; é 😀",
        "a<script>alert(1)</script>b<style>p {}</style>c~           abc",
        "a<!-- no > -->b~                                           ab",
        "1 < 2 and 3 > 2~                                           1 < 2 and 3 > 2",
        "<p title='a > b'>x</p>~                                    x",
        "a<br><br><br><br><br>b~                                    a|||b",
        "a<hr>b~                                                    a|---|b",
        "<h1>Title</h1>text~                                        Title||text",
        "<a href='https://x.example'>open~                          open (https://x.example)",
    })
    void readsAsTheHtmlDoes(String html, String text) {
        assertThat(PlainText.of(html)).isEqualTo(text.replace('|', '\n'));
    }

    @Test
    void neverThrows() {
        Random random = new Random(7);
        String[] pieces = {"<", ">", "</", "<a href=", "\"", "'", "&", ";", "<!--", "-->", "<p", "x"
                + " ", "<script>", "li>", "="};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder html = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                html.append(pieces[random.nextInt(pieces.length)]);
            }
            PlainText.of(html.toString());
        }
    }
}

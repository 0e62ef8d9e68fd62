package dev.cadenza.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.message.MailDecorator.Context;
import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.tracking.PlusAddresses.Purpose;
import dev.cadenza.tracking.PlusAddresses.Token;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrackingDecoratorTest {

    private static final UUID ID = UUID.fromString("0190a5a0-0000-7000-8000-0123456789ab");
    private static final Pattern CLICK = Pattern.compile("https://mail\\.example/t/c/([\\w-]+)");

    private final TrackingTokens tokens = new TrackingTokens(new byte[32]);
    private final PlusAddresses addresses = new PlusAddresses(new byte[32], Optional.of("replies@cadenza.test"));
    private final TrackingDecorator decorator = new TrackingDecorator(tokens, addresses,
            new CadenzaProperties(Path.of("data"), URI.create("https://mail.example/"), null));

    @Test
    void linksLeadThroughUsToWhereTheyLed() {
        OutgoingMail mail = decorate("<p><a href=\"https://example.com/?a=1&amp;b=2\">one</a> "
                + "<a href=\"mailto:a@b.c\">two</a> <a href=\"http://example.org\">three</a></p>", true, true);
        List<TrackingTokens.Click> clicks = CLICK.matcher(mail.html()).results().map(this::click).toList();
        assertThat(clicks).containsExactly(new TrackingTokens.Click(ID, 0, "https://example.com/?a=1&b=2"),
                new TrackingTokens.Click(ID, 1, "http://example.org"));
        assertThat(mail.html()).contains("href=\"mailto:a@b.c\"");
    }

    @Test
    void thePlainTextKeepsItsLinks() {
        OutgoingMail mail = decorate("<p>x</p>", true, true);
        assertThat(mail.text()).contains("See https://example.com/").doesNotContain("/t/c/");
    }

    @Test
    void opensAreSeenByOnePixelWithinTheBody() {
        String html = decorate("<html><body><p>x</p></body></html>", true, true).html();
        assertThat(html).containsOnlyOnce("https://mail.example/t/o/" + tokens.open(ID)).endsWith("</body></html>");
    }

    @Test
    void withoutTrackingOnlyTheUnsubscribeLinkIsAdded() {
        String html = decorate("<a href=\"https://example.com/\">x</a>", false, false).html();
        assertThat(html).contains("href=\"https://example.com/\"").doesNotContain("/t/")
                .contains("href=\"" + unsubscribe() + "\"");
    }

    @Test
    void everyMailCanBeUnsubscribedFromWithOneClick() {
        Map<String, String> headers = decorate("<p>x</p>", true, true).headers();
        assertThat(headers).containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .containsEntry("X-Own", "kept");
        assertThat(headers.get("List-Unsubscribe")).startsWith("<" + unsubscribe() + ">, <mailto:replies%2Bu");
    }

    @Test
    void aFooterIsAddedToBothFormsWhereTheAuthorPlacedNoLink() {
        OutgoingMail mail = decorate("<p>x</p>", true, true);
        assertThat(mail.html()).containsOnlyOnce(unsubscribe());
        assertThat(mail.text()).containsOnlyOnce(unsubscribe());
    }

    @Test
    void theAuthorsOwnUnsubscribeLinkTakesTheFootersPlace() {
        OutgoingMail mail = decorator.decorate(
                mail("<a href=\"%unsubscribe_url%\">no more</a>", "No more: %unsubscribe_url%"), context(true, true));
        assertThat(mail.html()).containsOnlyOnce("<a href=\"" + unsubscribe() + "\">no more</a>")
                .doesNotContain("unsubscribe</a>");
        assertThat(mail.text()).isEqualTo("No more: " + unsubscribe());
    }

    @Test
    void answersAndReturnsComeToAddressesThatNameTheMessage() {
        OutgoingMail mail = decorate("<p>x</p>", true, true);
        assertThat(addresses.find(mail.replyTo())).contains(new Token(Purpose.REPLY, ID));
        assertThat(addresses.find(mail.envelopeFrom())).contains(new Token(Purpose.RETURN, ID));
    }

    @Test
    void theSendersOwnReplyAddressStays() {
        OutgoingMail mail = mail("<p>x</p>", "x");
        OutgoingMail own = new OutgoingMail(mail.id(), mail.messageId(), mail.fromAddress(), null, "ada@example.com",
                mail.envelopeFrom(), mail.to(), null, mail.subject(), mail.html(), mail.text(), null, Map.of());
        assertThat(decorator.decorate(own, context(true, true)).replyTo()).isEqualTo("ada@example.com");
    }

    @Test
    void aMailOfPlainTextStaysOne() {
        assertThat(decorator.decorate(mail(null, "x"), context(true, true)).html()).isNull();
    }

    @Test
    void theSameMailIsDecoratedAlikeAtEveryAttempt() {
        String html = "<a href=\"https://example.com/\">x</a>";
        assertThat(decorate(html, true, true)).isEqualTo(decorate(html, true, true));
    }

    @Test
    void aLinkThatIsTooLongForATokenIsLeftAlone() {
        String html = "<a href=\"https://example.com/" + "x".repeat(5000) + "\">x</a>";
        assertThat(decorate(html, false, true).html()).contains(html);
    }

    private OutgoingMail decorate(String html, boolean opens, boolean clicks) {
        return decorator.decorate(mail(html, "See https://example.com/"), context(opens, clicks));
    }

    private static OutgoingMail mail(String html, String text) {
        return new OutgoingMail(ID, "<" + ID + "@cadenza.test>", "sales@cadenza.test", "Sales", null,
                "sales@cadenza.test", "lead@example.com", null, "Roof", html, text, null, Map.of("X-Own", "kept"));
    }

    private static Context context(boolean opens, boolean clicks) {
        return new Context(ID, UUID.randomUUID(), UUID.randomUUID(), opens, clicks);
    }

    private String unsubscribe() {
        return "https://mail.example/u/" + tokens.unsubscribe(ID);
    }

    private TrackingTokens.Click click(MatchResult found) {
        return tokens.readClick(found.group(1)).orElseThrow();
    }
}

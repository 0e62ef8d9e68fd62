package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cadenza.testing.LedgerApiServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ImapXoauth2Test {

    private static final String TOKEN = "token-for-https://outlook.office365.com/.default";

    private static ImapSession session(GreenMail mail, LedgerApiServer login, String secret) {
        MailProperties.Imap imap = Settings.mail("imap.host", "127.0.0.1", "imap.port", mail.getImap().getPort(),
                "imap.user", "box@example.com", "imap.oauth.token-uri", login.address() + "/tenant/oauth2/v2.0/token",
                "imap.oauth.client-id", "client", "imap.oauth.client-secret", secret).imap();
        return new ImapSession(ImapAccount.of(imap, "box@example.com"), Clock.systemUTC());
    }

    @Test
    void aMailboxIsOpenedWithAnAccessTokenInPlaceOfAPassword() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        try (LedgerApiServer login = new LedgerApiServer(0, null)) {
            mail.start();
            mail.setUser("box@example.com", "box@example.com", TOKEN);
            try (ImapSession session = session(mail, login, "right-secret")) {
                session.open();
                assertThat(session.after(0)).isEmpty();
            }
            mail.setUser("box@example.com", "box@example.com", "another");
            try (ImapSession refused = session(mail, login, "right-secret")) {
                assertThatThrownBy(refused::open).isInstanceOf(AuthenticationFailedException.class);
            }
            try (ImapSession tokenless = session(mail, login, "wrong")) {
                assertThatThrownBy(tokenless::open).isInstanceOf(MessagingException.class)
                        .hasMessageContaining("Invalid client secret");
            }
        } finally {
            mail.stop();
        }
    }
}

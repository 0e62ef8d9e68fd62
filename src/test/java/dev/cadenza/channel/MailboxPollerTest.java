package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LiveTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;

@LiveTest
class MailboxPollerTest {

    @Autowired
    EmbeddedMailServer server;

    @Autowired
    SmtpProvider provider;

    @Autowired
    AbstractApplicationContext context;

    @Test
    void anAnswerIsReadWithinSeconds() {
        String subject = "Re: " + Ids.next();
        List<IncomingMail> taken = new CopyOnWriteArrayList<>();
        context.addApplicationListener(ApplicationListener.<IncomingMail>forPayload(mail -> {
            if (new String(mail.raw(), StandardCharsets.UTF_8).contains("Subject: " + subject)) {
                taken.add(mail);
            }
        }));

        provider.send(List.of(Mails.aMail().from("lead@example.org", null).to("replies+x@cadenza.test", null)
                .subject(subject).build()), (mail, result) ->
                assertThat(result).isInstanceOf(SendResult.Accepted.class));

        await().atMost(Duration.ofSeconds(10)).until(() -> taken.size() == 1);
    }
}

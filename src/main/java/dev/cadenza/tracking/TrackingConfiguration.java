package dev.cadenza.tracking;

import dev.cadenza.channel.MailProperties;
import dev.cadenza.platform.Keys;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class TrackingConfiguration {

    @Bean
    PlusAddresses plusAddresses(Keys keys, MailProperties mail) {
        return new PlusAddresses(keys.key("plus-address"),
                Optional.of(mail.replyAddress()).filter(address -> address.indexOf('@') > 0));
    }

    @Bean
    TrackingTokens trackingTokens(Keys keys) {
        return new TrackingTokens(keys.key("tracking"));
    }
}

package dev.cadenza.message;

import dev.cadenza.channel.ChannelProvider;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Installation;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class OutboxConfiguration {

    /** The dispatcher of this node; absent where no provider can send mail. */
    @Bean
    @Nullable Dispatcher dispatcher(Installation installation, ObjectProvider<ChannelProvider> providers,
            Claimer claimer, Composer composer, Ledger ledger, Recovery recovery, Nodes nodes, OutboxSettings settings,
            Clock clock) {
        return providers.stream().filter(provider -> provider.type() == ChannelType.EMAIL).findFirst()
                .map(provider -> new Dispatcher(installation.node(), provider, claimer, composer, ledger, recovery,
                        nodes, settings, clock))
                .orElse(null);
    }
}

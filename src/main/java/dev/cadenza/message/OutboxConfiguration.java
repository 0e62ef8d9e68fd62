package dev.cadenza.message;

import dev.cadenza.platform.Installation;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class OutboxConfiguration {

    /** The dispatcher of this node. */
    @Bean
    Dispatcher dispatcher(Installation installation, Carriers carriers, Claimer claimer, Composer composer,
            Ledger ledger, Recovery recovery, Nodes nodes, OutboxSettings settings, Clock clock) {
        return new Dispatcher(installation.node(), carriers, claimer, composer, ledger, recovery, nodes, settings,
                clock);
    }
}

package dev.cadenza.channel;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The providers that this application knows. */
@Component
public class ChannelProviders {

    private final Map<String, ChannelProvider<?>> byId = new TreeMap<>();

    ChannelProviders(ObjectProvider<ChannelProvider<?>> providers) {
        providers.forEach(provider -> {
            if (byId.putIfAbsent(provider.id(), provider) != null) {
                throw new IllegalStateException("There are two channel providers " + provider.id());
            }
        });
    }

    List<ChannelProvider<?>> all() {
        return List.copyOf(byId.values());
    }

    Optional<ChannelProvider<?>> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * A carrier with the settings and credentials of this channel.
     *
     * @throws Rejected where they do not suffice
     * @throws dev.cadenza.problem.Conflict where the credentials can't be decrypted
     */
    public Carrier open(ChannelConfig config) {
        ChannelProvider<?> provider = find(config.provider()).orElseThrow(() -> new Rejected(FieldError.of("provider",
                "unknown", "There is no provider '" + config.provider() + "' any more.")));
        return open(provider, config);
    }

    private static <S extends Record> Carrier open(ChannelProvider<S> provider, ChannelConfig config) {
        Map<String, String> values = new TreeMap<>(config.settings());
        values.putAll(config.credentials().all());
        List<FieldError> errors = new ArrayList<>();
        S settings = SettingsForm.of(provider.settings()).read(values, errors).orElse(null);
        if (settings == null || !errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return provider.open(config, settings);
    }
}

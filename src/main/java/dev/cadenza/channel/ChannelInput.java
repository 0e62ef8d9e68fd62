package dev.cadenza.channel;

import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** Checks what was sent about a channel, and completes it with what the channel has already. */
@Component
class ChannelInput {

    private static final int LONGEST_NAME = 100;
    private static final BigDecimal MOST_PER_SECOND = BigDecimal.valueOf(100_000);

    private final ChannelProviders providers;

    ChannelInput(ChannelProviders providers) {
        this.providers = providers;
    }

    /**
     * @param old the channel as it is; null for a new one
     * @throws Rejected naming every field that is wrong
     * @throws AccessDeniedException where somebody who is no administrator sets an address
     */
    ChannelContent check(@Nullable ChannelConfig old, ChannelRequest request) {
        List<FieldError> errors = new ArrayList<>();
        String name = name(old, request, errors);
        Optional<ChannelProvider<?>> provider = provider(old, request, errors);
        ChannelType channel = channel(old, request, provider, errors);
        ChannelConfig.Limits limits = limits(old == null ? new ChannelConfig.Limits(null, null) : old.limits(),
                request, errors);
        Map<String, String> settings = ChannelRequest.merged(old == null ? Map.of() : old.settings(),
                request.settings());
        Map<String, String> credentials = ChannelRequest.merged(old == null ? Map.of() : kept(old, request),
                request.credentials());
        if (provider.isPresent()) {
            SettingsForm<?> form = SettingsForm.of(provider.get().settings());
            misplaced(form, request, errors);
            addresses(form, old, settings);
            if (old == null) {
                complete(provider.get(), form, settings, credentials);
            }
            Map<String, String> all = new HashMap<>(settings);
            all.putAll(credentials);
            form.read(all, errors);
        }
        if (!errors.isEmpty() || name == null || provider.isEmpty() || channel == null) {
            throw new Rejected(errors);
        }
        boolean active = request.active() == null ? old == null || old.active() : request.active();
        return new ChannelContent(name, provider.get().id(), channel, settings, credentials, limits, active);
    }

    /** Where they can't be decrypted any more, whoever enters them all again can go on. */
    private static Map<String, String> kept(ChannelConfig old, ChannelRequest request) {
        Map<String, @Nullable String> given = request.credentials() == null ? Map.of() : request.credentials();
        return given.keySet().containsAll(old.credentials().names()) ? Map.of() : old.credentials().all();
    }

    private static @Nullable String name(@Nullable ChannelConfig old, ChannelRequest request,
            List<FieldError> errors) {
        String name = request.name() == null ? old == null ? null : old.name() : request.name().strip();
        if (name == null || name.isEmpty()) {
            errors.add(FieldError.required("name"));
            return null;
        }
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            errors.add(FieldError.of("name", "invalid", "A name is one line of at most " + LONGEST_NAME
                    + " characters."));
        }
        return name;
    }

    private Optional<ChannelProvider<?>> provider(@Nullable ChannelConfig old, ChannelRequest request,
            List<FieldError> errors) {
        String id = request.provider() == null ? old == null ? null : old.provider() : request.provider();
        if (id == null || id.isBlank()) {
            errors.add(FieldError.required("provider"));
            return Optional.empty();
        }
        if (old != null && !old.provider().equals(id)) {
            errors.add(FieldError.of("provider", "fixed", "The provider of a channel can't be changed. Make another "
                    + "channel."));
        }
        Optional<ChannelProvider<?>> provider = providers.find(id);
        if (provider.isEmpty()) {
            errors.add(FieldError.of("provider", "unknown", "There is no provider '" + id + "'. There are: "
                    + providers.all().stream().map(ChannelProvider::id).collect(Collectors.joining(", ")) + "."));
        }
        return provider;
    }

    private static @Nullable ChannelType channel(@Nullable ChannelConfig old, ChannelRequest request,
            Optional<ChannelProvider<?>> provider, List<FieldError> errors) {
        ChannelType channel = request.channel() != null ? request.channel() : old == null ? null : old.channel();
        if (channel == null && provider.isPresent() && provider.get().channels().size() == 1) {
            channel = provider.get().channels().iterator().next();
        }
        if (channel == null) {
            errors.add(FieldError.required("channel"));
        } else if (old != null && old.channel() != channel) {
            errors.add(FieldError.of("channel", "fixed", "The channel can't be changed. Make another one."));
        } else if (provider.isPresent() && !provider.get().channels().contains(channel)) {
            errors.add(FieldError.of("channel", "unknown", provider.get().id() + " does not send " + channel.label()
                    + "."));
        }
        return channel;
    }

    private static ChannelConfig.Limits limits(ChannelConfig.Limits old, ChannelRequest request,
            List<FieldError> errors) {
        BigDecimal perSecond = request.perSecond() == null ? old.perSecond() : request.perSecond();
        if (perSecond != null && (perSecond.signum() < 0 || perSecond.compareTo(MOST_PER_SECOND) > 0
                || perSecond.scale() > 6 || perSecond.precision() > 12)) {
            errors.add(FieldError.of("perSecond", "out-of-range", "The limit is from 0 to 100000 a second, such as "
                    + "0.5 for one message in two seconds."));
        }
        Integer perDay = request.perDay() == null ? old.perDay() : request.perDay();
        if (perDay != null && perDay < 0) {
            errors.add(FieldError.of("perDay", "out-of-range", "The limit is at least 1 a day, or 0 for none."));
        }
        return new ChannelConfig.Limits(perSecond == null || perSecond.signum() == 0 ? null : perSecond,
                perDay == null || perDay == 0 ? null : perDay);
    }

    /** A secret among the settings would be shown to everybody. */
    private static void misplaced(SettingsForm<?> form, ChannelRequest request, List<FieldError> errors) {
        Map<String, @Nullable String> settings = request.settings() == null ? Map.of() : request.settings();
        Map<String, @Nullable String> credentials = request.credentials() == null ? Map.of() : request.credentials();
        settings.keySet().stream().filter(form.secrets()::contains).forEach(name -> errors.add(FieldError.of(
                "settings." + name, "misplaced", "'" + name + "' is a secret: give it among the credentials.")));
        credentials.keySet().stream().filter(name -> !form.secrets().contains(name)).forEach(name -> errors.add(
                FieldError.of("credentials." + name, "unknown", "This provider has no secret '" + name + "'.")));
    }

    private static void addresses(SettingsForm<?> form, @Nullable ChannelConfig old, Map<String, String> settings) {
        boolean administrator = SignedInUser.current().map(user -> user.role() == Role.ADMINISTRATOR).orElse(true);
        for (String name : form.addresses()) {
            String before = old == null ? null : old.settings().get(name);
            if (!administrator && !Objects.equals(before, settings.get(name))) {
                throw new AccessDeniedException("Only administrators may say where messages go (" + name + ").");
            }
        }
    }

    private static void complete(ChannelProvider<?> provider, SettingsForm<?> form, Map<String, String> settings,
            Map<String, String> credentials) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(credentials);
        Map<String, String> before = Map.copyOf(all);
        provider.complete(all);
        all.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                (form.secrets().contains(name) ? credentials : settings).put(name, value);
            }
        });
    }
}

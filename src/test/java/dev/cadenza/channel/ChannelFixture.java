package dev.cadenza.channel;

import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Channels without a database, for tests of providers. */
public final class ChannelFixture {

    public static final UUID CHANNEL = UUID.fromString("0198f3a0-0000-7000-8000-00000000c0de");

    private ChannelFixture() {
    }

    /** A carrier with these settings and credentials. */
    public static <S extends Record> Carrier open(ChannelProvider<S> provider, ChannelType channel,
            Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        provider.complete(all);
        List<FieldError> errors = new ArrayList<>();
        S settings = SettingsForm.of(provider.settings()).read(all, errors).orElseThrow(() -> new Rejected(errors));
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        return provider.open(new ChannelConfig(CHANNEL, "Channel", provider.id(), channel, Map.of(),
                new Credentials(java.util.Set.of(), Map::of), new ChannelConfig.Limits(null, null), true, 0, now, now),
                settings);
    }

    /** What is wrong with these settings. */
    public static List<FieldError> faults(ChannelProvider<?> provider, Map<String, String> given) {
        List<FieldError> errors = new ArrayList<>();
        SettingsForm.of(provider.settings()).read(given, errors);
        return errors;
    }

    public static WebhookUrls webhooks() {
        return new WebhookUrls(new CadenzaProperties(Path.of("data"), URI.create("https://mail.example.com"), null));
    }

    /** The outcomes of a group, in its order. */
    public static List<SendResult> send(Carrier carrier, OutgoingMessage... group) {
        Map<UUID, SendResult> results = new HashMap<>();
        carrier.send(List.of(group), (message, result) -> {
            if (results.put(message.id(), result) != null) {
                throw new IllegalStateException("reported twice");
            }
        });
        return java.util.Arrays.stream(group).map(message -> results.get(message.id())).toList();
    }

    public static OutgoingMail mail(String to) {
        UUID id = Ids.next();
        return new OutgoingMail(id, MessageIds.of(id, "example.com"), "sales@example.com", "Sälly \"S\"",
                "replies+t@example.com", "bounces@example.com", to, null, "Grüße", "<p>Hëllo</p>", "Hëllo", null,
                Map.of("List-Unsubscribe", "<https://mail.example.com/u/x>",
                        "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
}

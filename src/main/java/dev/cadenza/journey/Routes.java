package dev.cadenza.journey;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.message.ContactPoints;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which way a step's message takes to each lead: its channel, or the one to fall back to, or none. */
@Component
class Routes {

    private final ContactPoints contacts;

    Routes(ContactPoints contacts) {
        this.contacts = contacts;
    }

    /** @param address the lead's on the channel */
    record Route(ChannelType channel, UUID sender, String address) {
    }

    /** The way to each lead that there is one to. One query, and only for channels whose addresses are no lead's field. */
    Map<UUID, Route> of(Journey journey, Step.Send step, Collection<LeadProfile> leads) {
        Map<UUID, Route> routes = new HashMap<>(leads.size() * 2);
        Step.Via via = step.via();
        ChannelType channel = ChannelType.valueOf(step.channel());
        add(routes, channel, sender(journey, via == null ? null : via.sender()), leads);
        if (via != null && via.fallbackChannel() != null && routes.size() < leads.size()) {
            List<LeadProfile> rest = leads.stream().filter(lead -> !routes.containsKey(lead.id())).toList();
            add(routes, ChannelType.valueOf(via.fallbackChannel()),
                    sender(journey, via.fallbackSender()), rest);
        }
        return routes;
    }

    /** The journey's own where the step names none; a journey all of whose steps name theirs has none. */
    static UUID sender(Journey journey, @Nullable UUID named) {
        return named != null ? named
                : Objects.requireNonNull(journey.settings().senderAccountId(), "the journey has no sender");
    }

    private void add(Map<UUID, Route> routes, ChannelType channel, UUID sender, Collection<LeadProfile> leads) {
        Map<UUID, String> stored = switch (channel) {
            case EMAIL, SMS, WHATSAPP -> Map.of();
            case MESSENGER, INSTAGRAM, PUSH ->
                    contacts.addresses(channel, leads.stream().map(LeadProfile::id).toList());
        };
        for (LeadProfile lead : leads) {
            String address = address(channel, lead, stored);
            if (address != null) {
                routes.put(lead.id(), new Route(channel, sender, address));
            }
        }
    }

    private static @Nullable String address(ChannelType channel, LeadProfile lead, Map<UUID, String> stored) {
        return switch (channel) {
            case EMAIL -> lead.email();
            case SMS, WHATSAPP -> lead.phone();
            case MESSENGER, INSTAGRAM, PUSH -> stored.get(lead.id());
        };
    }

    /** Why a lead without a route skips the step. */
    static String reason(Step.Send step) {
        String first = lack(ChannelType.valueOf(step.channel()));
        Step.Via via = step.via();
        return via == null || via.fallbackChannel() == null ? "no " + first
                : "neither " + first + " nor " + lack(ChannelType.valueOf(via.fallbackChannel()));
    }

    private static String lack(ChannelType channel) {
        return switch (channel) {
            case EMAIL -> "e-mail address";
            case SMS, WHATSAPP -> "phone number";
            case MESSENGER, INSTAGRAM -> "conversation on " + channel.label();
            case PUSH -> "browser that allows notifications";
        };
    }
}

package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.PushDevice;
import dev.cadenza.channel.PushDeviceGone;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where leads are reached on channels that go neither to their e-mail address nor only to their phone: the ids of people
 * at Messenger and Instagram, the browsers of web push. And when a person last wrote to us over a channel, which decides
 * what WhatsApp, Messenger and Instagram let us send.
 *
 * <p>An address belongs to one lead. On WhatsApp and SMS it is the lead's phone number, on push the lead's own id.
 */
@Component
public class ContactPoints {

    /** Of one lead. Nobody has more browsers, and a link must not make us post to a thousand addresses. */
    private static final int MOST_DEVICES = 20;

    private final JdbcTemplate jdbc;

    ContactPoints(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Notes that a person wrote to us: the 24 hours in which free text may go to them begin anew.
     *
     * @param channelConfigId the account that they wrote to
     */
    @Transactional
    public void heardFrom(UUID leadId, ChannelType channel, String address, @Nullable UUID channelConfigId,
            Instant at) {
        jdbc.update("""
                insert into contact_point (channel, address, lead_id, channel_config_id, last_inbound_at, created_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (channel, address) do update set lead_id = excluded.lead_id,
                    channel_config_id = coalesce(excluded.channel_config_id, contact_point.channel_config_id),
                    last_inbound_at = greatest(contact_point.last_inbound_at, excluded.last_inbound_at)
                """, channel.name(), address, leadId, channelConfigId, Sql.time(at), Sql.time(at));
    }

    /** Notes where a lead is reached, without anybody having written. */
    @Transactional
    public void add(UUID leadId, ChannelType channel, String address, @Nullable UUID channelConfigId, Instant at) {
        jdbc.update("""
                insert into contact_point (channel, address, lead_id, channel_config_id, created_at)
                values (?, ?, ?, ?, ?)
                on conflict (channel, address) do update set lead_id = excluded.lead_id,
                    channel_config_id = coalesce(excluded.channel_config_id, contact_point.channel_config_id)
                """, channel.name(), address, leadId, channelConfigId, Sql.time(at));
    }

    /** The lead that this address belongs to. For SMS and WhatsApp the lead with this phone number counts too. */
    @Transactional(readOnly = true)
    public Optional<UUID> leadOf(ChannelType channel, String address) {
        return jdbc.queryForList("""
                select lead_id from contact_point where channel = ? and address = ?
                union all
                select id from lead where ? and phone = ? limit 1
                """, UUID.class, channel.name(), address, channel == ChannelType.SMS || channel == ChannelType.WHATSAPP,
                address).stream().findFirst();
    }

    /** When each address's person last wrote to us; those who never did have no entry. */
    @Transactional(readOnly = true)
    public Map<String, Instant> lastInbound(ChannelType channel, Collection<String> addresses) {
        Map<String, Instant> times = new HashMap<>();
        jdbc.query("""
                select address, last_inbound_at from contact_point
                where channel = ? and address = any(?) and last_inbound_at is not null
                """, row -> {
            times.put(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant());
        }, channel.name(), addresses.toArray(String[]::new));
        return times;
    }

    /**
     * Where each lead is reached on a channel; leads that are not have no entry.
     *
     * @param channel not EMAIL, whose address is the lead's own field
     */
    @Transactional(readOnly = true)
    public Map<UUID, String> addresses(ChannelType channel, Collection<UUID> leadIds) {
        Map<UUID, String> addresses = new HashMap<>();
        String sql = switch (channel) {
            case EMAIL -> "select id, email from lead where id = any(?::uuid[]) and email is not null";
            case SMS, WHATSAPP -> "select id, phone from lead where id = any(?::uuid[]) and phone is not null";
            case PUSH -> "select distinct lead_id, lead_id::text from push_device where lead_id = any(?::uuid[])";
            case MESSENGER, INSTAGRAM -> """
                    select distinct on (lead_id) lead_id, address from contact_point
                    where lead_id = any(?::uuid[]) and channel = '%s'
                    order by lead_id, last_inbound_at desc nulls last""".formatted(channel);
        };
        jdbc.query(sql, row -> {
            addresses.put(row.getObject(1, UUID.class), row.getString(2));
        }, (Object) Sql.of(leadIds));
        return addresses;
    }

    /** Every address that a lead has on a channel, also those at which nothing reaches it at present. */
    @Transactional(readOnly = true)
    public List<String> all(ChannelType channel, UUID leadId) {
        return switch (channel) {
            case EMAIL, SMS, WHATSAPP -> List.copyOf(addresses(channel, List.of(leadId)).values());
            case PUSH -> List.of(leadId.toString());
            case MESSENGER, INSTAGRAM -> jdbc.queryForList("select address from contact_point"
                    + " where lead_id = ? and channel = ? order by address", String.class, leadId, channel.name());
        };
    }

    /** The browsers of leads, by lead. */
    @Transactional(readOnly = true)
    public Map<UUID, List<PushDevice>> devices(Collection<UUID> leadIds) {
        Map<UUID, List<PushDevice>> devices = new HashMap<>();
        jdbc.query("""
                select lead_id, endpoint, p256dh, auth from push_device where lead_id = any(?::uuid[]) order by created_at
                """, row -> {
            devices.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                    .add(new PushDevice(row.getString(2), row.getString(3), row.getString(4)));
        }, (Object) Sql.of(leadIds));
        return devices;
    }

    /** Keeps a browser in which a lead allowed notifications, the newest of them. @return false where it was known already */
    @Transactional
    boolean addDevice(UUID leadId, UUID channelConfigId, PushDevice device, @Nullable String agent, Instant at) {
        boolean added = jdbc.update("""
                insert into push_device (endpoint, lead_id, channel_config_id, p256dh, auth, user_agent, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (endpoint) do update set lead_id = excluded.lead_id, p256dh = excluded.p256dh,
                    auth = excluded.auth, channel_config_id = excluded.channel_config_id
                where push_device.lead_id <> excluded.lead_id or push_device.p256dh <> excluded.p256dh
                    or push_device.auth <> excluded.auth or push_device.channel_config_id <> excluded.channel_config_id
                """, device.endpoint(), leadId, channelConfigId, device.p256dh(), device.auth(), agent,
                Sql.time(at)) == 1;
        jdbc.update("""
                delete from push_device where lead_id = ? and endpoint not in (
                    select endpoint from push_device where lead_id = ? order by created_at desc, endpoint limit ?)
                """, leadId, leadId, MOST_DEVICES);
        return added;
    }

    /** @param leadId whose browser it must be */
    @Transactional
    boolean removeDevice(UUID leadId, String endpoint) {
        return jdbc.update("delete from push_device where endpoint = ? and lead_id = ?", endpoint, leadId) == 1;
    }

    @EventListener
    @Transactional
    public void on(PushDeviceGone gone) {
        jdbc.update("delete from push_device where endpoint = ?", gone.endpoint());
    }
}

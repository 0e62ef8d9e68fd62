package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.Receipt.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds the messages that receipts are about. Messages have no index of providers' ids, which would make every hand-over
 * dearer: without our own id the way leads over the recipient, who has few messages.
 */
@Component
class ReceiptMatching {

    /** How long after a message a report may come that names no message. */
    private static final Duration REPORT_WINDOW = Duration.ofDays(5);

    /** How far a provider's clock may be behind ours. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

    private final JdbcTemplate jdbc;

    ReceiptMatching(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The ids of the messages, by receipt; a receipt whose message is not known is left out. */
    Map<Receipt, UUID> match(Collection<Receipt> receipts) {
        Map<Receipt, UUID> found = new HashMap<>(receipts.size() * 2);
        List<Receipt> others = new ArrayList<>();
        for (Receipt receipt : receipts) {
            if (receipt.messageId() != null) {
                found.put(receipt, receipt.messageId());
            } else if (receipt.address() != null) {
                others.add(receipt);
            }
        }
        others.stream().collect(Collectors.groupingBy(Receipt::channel))
                .forEach((channel, some) -> found.putAll(overRecipient(channel, some)));
        return found;
    }

    /** The lead that has this address on the channel. */
    @Nullable UUID lead(ChannelType channel, String address) {
        return jdbc.queryForList("select l.lead_id from " + leads(channel, "(values (0, ?)) as i(n, address)") + " l",
                UUID.class, address).stream().findFirst().orElse(null);
    }

    /** What went to a lead over a channel by then, and is not known to have been opened (or delivered). */
    List<UUID> unseen(UUID leadId, ChannelType channel, boolean opened, Instant until) {
        return jdbc.queryForList("""
                select id from message
                where lead_id = ? and channel = ? and direction = 'OUTBOUND' and %s is null
                    and coalesce(sent_at, fenced_at) <= ?
                """.formatted(opened ? "opened_at" : "delivered_at"), UUID.class, leadId, channel.name(),
                Sql.time(until.plus(CLOCKS_APART)));
    }

    private Map<Receipt, UUID> overRecipient(ChannelType channel, List<Receipt> receipts) {
        Map<Receipt, UUID> found = new HashMap<>();
        Integer[] numbers = new Integer[receipts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        jdbc.query("""
                select i.n, m.id from %s l join unnest(?::int[], ?::text[], ?::timestamptz[], ?::boolean[])
                    as i(n, provider_id, at, report) on i.n = l.n
                cross join lateral (
                    select m.id from message m
                    where m.lead_id = l.lead_id and m.direction = 'OUTBOUND' and m.channel = ?
                        and (m.provider_id = i.provider_id or i.provider_id is null and i.report
                            and coalesce(m.sent_at, m.fenced_at) between i.at - ?::interval and i.at)
                    order by coalesce(m.sent_at, m.fenced_at) desc nulls last limit 1) m
                """.formatted(leads(channel, "unnest(?::int[], ?::text[]) as i(n, address)")),
                row -> {
                    found.put(receipts.get(row.getInt(1)), row.getObject(2, UUID.class));
                },
                Sql.column(List.of(numbers), n -> n), Sql.column(receipts, Receipt::address),
                Sql.column(List.of(numbers), n -> n), Sql.column(receipts, Receipt::providerId),
                Sql.column(receipts, Receipt::at), Sql.column(receipts, ReceiptMatching::report), channel.name(),
                REPORT_WINDOW.toString());
        return found;
    }

    /** A report about an address that comes without any id, as late bounces do. */
    private static boolean report(Receipt receipt) {
        return receipt.kind() == Kind.BOUNCED || receipt.kind() == Kind.UNDELIVERED;
    }

    /** SQL: the leads (lead_id) of numbered addresses (n). */
    private static String leads(ChannelType channel, String addresses) {
        return switch (channel) {
            case EMAIL -> "(select i.n, l.id as lead_id from " + addresses + " join lead l on l.email = i.address)";
            case SMS, WHATSAPP ->
                "(select i.n, l.id as lead_id from " + addresses + " join lead l on l.phone = i.address)";
            case MESSENGER, INSTAGRAM -> "(select i.n, c.lead_id from " + addresses
                    + " join contact_point c on c.channel = '" + channel + "' and c.address = i.address)";
            case PUSH -> "(select i.n, l.id as lead_id from " + addresses + " join lead l on l.id::text = i.address)";
        };
    }
}

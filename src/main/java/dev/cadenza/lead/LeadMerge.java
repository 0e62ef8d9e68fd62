package dev.cadenza.lead;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in one lead from somewhere else, such as a business card, by the rules of an import:
 *
 * <ul>
 * <li>It belongs to the lead with its e-mail address; without one, to the lead with its phone number, unless both have
 * e-mail addresses and these differ: then they are two people who share a telephone.
 * <li>A phone number that another lead has stays with that lead.
 * <li>Fields that are empty change nothing, and neither source nor address of a lead is taken away.
 * </ul>
 */
@Component
public class LeadMerge {

    private static final int ATTEMPTS = 5;

    private static final String UPDATE = """
            update lead set email = coalesce(email, ?), phone = coalesce(?, phone),
                first_name = coalesce(?, first_name), last_name = coalesce(?, last_name),
                company = coalesce(?, company), title = coalesce(?, title),
                linkedin_url = coalesce(?, linkedin_url), website = coalesce(?, website),
                city = coalesce(?, city), country = coalesce(?, country),
                attributes = case when octet_length((attributes || ?::jsonb)::text) > ? then attributes
                    else attributes || ?::jsonb end,
                updated_at = ?, version = version + 1
            where id = ?""";

    private static final String INSERT = """
            insert into lead (id, email, phone, first_name, last_name, company, title, linkedin_url, website, city,
                country, source, attributes, raw_data, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?) on conflict do nothing""";

    private final JdbcTemplate jdbc;
    private final LeadWatch watch;
    private final ActivityLog activity;
    private final Clock clock;

    LeadMerge(JdbcTemplate jdbc, LeadWatch watch, ActivityLog activity, Clock clock) {
        this.jdbc = jdbc;
        this.watch = watch;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * What is known of somebody.
     *
     * @param fields text fields in the forms that {@link LeadValues#check} gives; {@code email}, {@code phone}, or both
     * @param attributes custom fields, by keys that {@link Attributes#isKey} knows
     * @param source kept where the lead is new
     * @param rawData JSON, kept where the lead is new; null where there is nothing to keep
     */
    public record Newcomer(Map<String, String> fields, Map<String, Object> attributes, String source,
            @Nullable String rawData) {

        public Newcomer {
            fields = Map.copyOf(fields);
            attributes = Map.copyOf(attributes);
            if (!fields.containsKey("email") && !fields.containsKey("phone")) {
                throw new IllegalArgumentException("Nobody can reach a lead without an address");
            }
        }

        @Nullable String field(String name) {
            return fields.get(name);
        }
    }

    /** @param created false where a lead was there already */
    public record Merged(UUID leadId, boolean created) {
    }

    /** Works in the transaction that runs. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Merged merge(Newcomer newcomer) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Match> known = lock(newcomer);
            UUID leadId = match(newcomer, known);
            String phone = newcomer.field("phone");
            boolean phoneTaken = phone != null && known.stream()
                    .anyMatch(lead -> phone.equals(lead.phone()) && !lead.id().equals(leadId));
            Merged merged = leadId == null ? insert(newcomer, phoneTaken ? null : phone)
                    : update(leadId, newcomer, phoneTaken ? null : phone);
            if (merged != null) {
                activity.record(merged.created() ? Action.LEAD_CREATED : Action.LEAD_MERGED, merged.leadId(),
                        Map.of("source", newcomer.source()));
                return merged;
            }
        }
        throw new ConcurrencyFailureException("Others change the same lead again and again");
    }

    private record Match(UUID id, @Nullable String email, @Nullable String phone) {
    }

    private List<Match> lock(Newcomer newcomer) {
        return jdbc.query("select id, email, phone from lead where email = ? or phone = ? order by id"
                + " for no key update", (row, number) -> new Match(row.getObject("id", UUID.class),
                row.getString("email"), row.getString("phone")), newcomer.field("email"), newcomer.field("phone"));
    }

    private static @Nullable UUID match(Newcomer newcomer, List<Match> known) {
        String email = newcomer.field("email");
        UUID byPhone = null;
        for (Match lead : known) {
            if (email != null && email.equals(lead.email())) {
                return lead.id();
            }
            if (Objects.equals(newcomer.field("phone"), lead.phone()) && (email == null || lead.email() == null)) {
                byPhone = lead.id();
            }
        }
        return byPhone;
    }

    /** @return null where somebody else has made the lead in the meantime */
    private @Nullable Merged insert(Newcomer lead, @Nullable String phone) {
        if (lead.field("email") == null && phone == null) {
            return null;
        }
        UUID id = Ids.next();
        Timestamp now = Timestamp.from(clock.instant());
        int inserted = jdbc.update(INSERT, id, lead.field("email"), phone, lead.field("firstName"),
                lead.field("lastName"), lead.field("company"), lead.field("title"), lead.field("linkedinUrl"),
                lead.field("website"), lead.field("city"), lead.field("country"), lead.source(),
                Attributes.toJson(lead.attributes()), lead.rawData(), now, now);
        if (inserted == 0) {
            return null;
        }
        watch.created(List.of(id), clock.instant());
        return new Merged(id, true);
    }

    private Merged update(UUID id, Newcomer lead, @Nullable String phone) {
        String attributes = Attributes.toJson(lead.attributes());
        LeadWatch.Before before = watch.before(List.of(id));
        jdbc.update(UPDATE, lead.field("email"), phone, lead.field("firstName"), lead.field("lastName"),
                lead.field("company"), lead.field("title"), lead.field("linkedinUrl"), lead.field("website"),
                lead.field("city"), lead.field("country"), attributes, Attributes.MAX_BYTES, attributes,
                Timestamp.from(clock.instant()), id);
        watch.after(before, clock.instant());
        return new Merged(id, false);
    }
}

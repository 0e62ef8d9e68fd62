package dev.cadenza.lead;

import dev.cadenza.platform.Ids;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** People who write to us before we know them become leads, with the way they came as their source. */
@Component
public class LeadArrivals {

    private static final int LONGEST_NAME = 200;

    private final JdbcTemplate jdbc;
    private final LeadWatch watch;

    LeadArrivals(JdbcTemplate jdbc, LeadWatch watch) {
        this.jdbc = jdbc;
        this.watch = watch;
    }

    /**
     * The lead with this e-mail address, made where there is none.
     *
     * @param email and {@code phone}: in their normal forms; both null for somebody who is reached elsewhere
     * @param name as they call themselves
     * @param source such as {@code whatsapp}
     */
    @Transactional
    public UUID arrive(@Nullable String email, @Nullable String phone, @Nullable String name, String source,
            Instant at) {
        String[] names = names(name);
        Optional<UUID> made = jdbc.queryForList("""
                insert into lead (id, email, phone, reachable_elsewhere, first_name, last_name, source, created_at,
                    updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id
                """, UUID.class, Ids.next(), email, phone, email == null && phone == null, names[0], names[1], source,
                at.atOffset(ZoneOffset.UTC), at.atOffset(ZoneOffset.UTC)).stream().findFirst();
        made.ifPresent(lead -> watch.created(List.of(lead), at));
        return made.or(() -> known(email, phone))
                .orElseThrow(() -> new IllegalStateException("A lead was neither there nor made"));
    }

    private Optional<UUID> known(@Nullable String email, @Nullable String phone) {
        return jdbc.queryForList("select id from lead where email = ? or phone = ? limit 1", UUID.class, email, phone)
                .stream().findFirst();
    }

    private static @Nullable String[] names(@Nullable String name) {
        String clean = name == null || !PlainText.singleLine(name) ? "" : PlainText.trim(name);
        String whole = clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
        int space = whole.indexOf(' ');
        return space < 0 ? new String[] {whole.isEmpty() ? null : whole, null}
                : new String[] {whole.substring(0, space), PlainText.trim(whole.substring(space + 1))};
    }
}

package dev.cadenza.intake;

import dev.cadenza.audience.ListMembers;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadWatch;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes rows of which some may belong to leads that exist. Row by row in the order of the file, but as sets:
 *
 * <ul>
 * <li>A row belongs to the lead with its e-mail address; without one, to the lead with its phone number, unless both
 * have e-mail addresses and these differ: then they are two people who share a telephone.
 * <li>A phone number that another lead has stays with that lead; the row is imported without it, which is noted.
 * <li>Cells that are empty change nothing, and neither source nor address of a lead is taken away.
 * </ul>
 */
final class StagedRows {

    private static final String CREATE = """
            create temporary table if not exists import_stage on commit delete rows as
            select l.*, 0 as wave, 0::bigint as row_number, null::uuid as lead_id, false as phone_taken, 0 as turn
            from lead l with no data""";

    /** In one wave no two rows share an address, but two may still belong to one lead: the later one waits a turn. */
    private static final String MATCH = """
            update import_stage s set lead_id = m.lead_id, phone_taken = m.phone_taken, turn = m.turn
            from (select c.id, c.lead_id, c.phone_id is not null and c.phone_id is distinct from c.lead_id as phone_taken,
                    row_number() over (partition by coalesce(c.lead_id, c.id) order by c.row_number) as turn
                  from (select r.id, r.row_number, p.id as phone_id,
                          coalesce(e.id, case when r.email is null or p.email is null then p.id end) as lead_id
                        from import_stage r
                        left join lead e on e.email = r.email
                        left join lead p on p.phone = r.phone
                        where r.wave = ?) c) m
            where s.id = m.id and s.wave = ?""";

    private static final String LOCK = """
            with locked as (select l.id from lead l
                where l.id in (select lead_id from import_stage where wave = ? and turn = 1)
                order by l.id for no key update)
            select (select count(lead_id) from import_stage where wave = ? and turn = 1) - (select count(*) from locked)""";

    private static final String UPDATE = """
            update lead l set
                email = coalesce(l.email, s.email),
                phone = case when s.phone_taken then l.phone else coalesce(s.phone, l.phone) end,
                first_name = coalesce(s.first_name, l.first_name), last_name = coalesce(s.last_name, l.last_name),
                company = coalesce(s.company, l.company), title = coalesce(s.title, l.title),
                linkedin_url = coalesce(s.linkedin_url, l.linkedin_url), website = coalesce(s.website, l.website),
                city = coalesce(s.city, l.city), country = coalesce(s.country, l.country),
                timezone = coalesce(s.timezone, l.timezone),
                status = case when s.status is null or s.status = 'NEW' then l.status else s.status end,
                attributes = case when s.attributes is null or s.attributes = '{}' then l.attributes
                    when octet_length((l.attributes || s.attributes)::text) > ? then l.attributes
                    else l.attributes || s.attributes end,
                raw_data = null, import_batch_id = s.import_batch_id, import_position = s.import_position,
                updated_at = s.updated_at, version = l.version + 1
            from import_stage s where s.wave = ? and s.turn = 1 and l.id = s.lead_id""";

    private static final String INSERT = """
            insert into lead (id, email, phone, first_name, last_name, company, title, linkedin_url, website, city,
                country, timezone, source, status, attributes, import_batch_id, import_position, created_at, updated_at)
            select id, email, case when phone_taken then null else phone end, first_name, last_name, company, title,
                linkedin_url, website, city, country, timezone, source, coalesce(status, 'NEW'),
                coalesce(attributes, '{}'), import_batch_id, import_position, created_at, updated_at
            from import_stage where wave = ? and turn = 1 and lead_id is null order by email""";

    private static final String NOTE = """
            insert into import_refusal (batch_id, row_number, field, code, reason, row_refused, position)
            select import_batch_id, row_number, 'phone', 'taken',
                'The phone number belongs to another lead, so this one is kept without it.', false, import_position
            from import_stage where wave = ? and turn = 1 and phone_taken""";

    private final JdbcTemplate jdbc;
    private final ListMembers members;
    private final LeadWatch watch;
    private final Clock clock;

    StagedRows(JdbcTemplate jdbc, ListMembers members, LeadWatch watch, Clock clock) {
        this.jdbc = jdbc;
        this.members = members;
        this.watch = watch;
        this.clock = clock;
    }

    /** What came of rows: created, updated, phone numbers left out. */
    record Written(int created, int updated, int phonesLeft) {

        Written and(Written more) {
            return new Written(created + more.created, updated + more.updated, phonesLeft + more.phonesLeft);
        }
    }

    /** Before rows are put into the stage. */
    void prepare() {
        jdbc.execute(CREATE);
        jdbc.execute("create index if not exists import_stage_wave on import_stage (wave)");
    }

    /** Writes all rows of the stage from a wave on. */
    Written write(ImportBatch batch, int fromWave, int lastWave) {
        jdbc.execute("analyze import_stage");
        Written written = new Written(0, 0, 0);
        for (int wave = fromWave; wave <= lastWave; wave++) {
            boolean more = true;
            while (more) {
                jdbc.update(MATCH, wave, wave);
                written = written.and(writeTurn(batch, wave));
                jdbc.update("delete from import_stage where wave = ? and turn = 1", wave);
                more = jdbc.queryForObject("select exists (select 1 from import_stage where wave = ?)", Boolean.class,
                        wave);
            }
        }
        return written;
    }

    private Written writeTurn(ImportBatch batch, int wave) {
        if (jdbc.queryForObject(LOCK, Long.class, wave, wave) != 0) {
            throw new ChunkCollision("A lead was deleted while it was updated");
        }
        LeadWatch.Before before = watch.before(() -> jdbc.queryForList("select lead_id from import_stage"
                + " where wave = ? and turn = 1 and lead_id is not null", UUID.class, wave));
        int updated = jdbc.update(UPDATE, Attributes.MAX_BYTES, wave);
        watch.after(before, clock.instant());
        int created = jdbc.update(INSERT, wave);
        if (created > 0 && watch.arrivalsWanted()) {
            watch.created(jdbc.queryForList("select id from import_stage where wave = ? and turn = 1"
                    + " and lead_id is null", UUID.class, wave), clock.instant());
        }
        int phonesLeft = jdbc.update(NOTE, wave);
        if (batch.listId() != null) {
            List<UUID> ids = jdbc.queryForList(
                    "select coalesce(lead_id, id) from import_stage where wave = ? and turn = 1", UUID.class, wave);
            members.add(batch.listId(), ids);
        }
        return new Written(created, updated, phonesLeft);
    }
}

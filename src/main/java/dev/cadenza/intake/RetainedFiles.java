package dev.cadenza.intake;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The files that leads were imported from. */
@Component
class RetainedFiles implements Retained {

    private final JdbcTemplate jdbc;

    RetainedFiles(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "import-files";
    }

    @Override
    public String description() {
        return "Imported files and what was refused of them. The leads stay, without the row they came from.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(365);
    }

    @Override
    public int remove(Instant before, int most) {
        OffsetDateTime time = before.atOffset(ZoneOffset.UTC);
        int refusals = jdbc.update("""
                delete from import_refusal where ctid = any (array(select r.ctid from import_refusal r
                    join import_batch b on b.id = r.batch_id where b.finished_at < ? limit ?))
                """, time, most);
        return refusals + jdbc.update("""
                delete from import_piece where (batch_id, number) in (select p.batch_id, p.number from import_piece p
                    join import_batch b on b.id = p.batch_id where b.finished_at < ? limit ?)
                """, time, most - refusals);
    }
}

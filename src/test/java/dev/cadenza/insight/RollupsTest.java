package dev.cadenza.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The numbers are those of the rows, at every moment, whatever happens meanwhile and however late. */
@CadenzaTest
class RollupsTest {

    private static final List<String> CHANGES = List.of(
            "state = 'CLAIMED' where state = 'QUEUED'", "state = 'SENDING' where state = 'CLAIMED'",
            "state = 'SENT', sent_at = now() - random() * interval '90 days' where state = 'SENDING'",
            "opened_at = now() where state = 'SENT' and opened_at is null",
            "clicked_at = now() where state in ('SENT', 'SENDING') and clicked_at is null",
            "replied_at = now() where state = 'SENT' and replied_at is null",
            "delivered_at = now() where state = 'SENT' and delivered_at is null",
            "state = 'BOUNCED', bounced_at = now() where state = 'SENT'",
            "state = 'UNKNOWN' where state = 'SENDING'", "state = 'FAILED' where state = 'SENDING'",
            "state = 'SENT', sent_at = coalesce(sent_at, now()) where state = 'UNKNOWN'",
            "state = 'QUEUED', sent_at = null where state in ('UNKNOWN', 'FAILED')",
            "state = 'CANCELLED' where state = 'QUEUED'", "lead_id = null, address = '' where state = 'SENT'");

    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Rollups rollups;

    UUID owner;

    @BeforeEach
    void ownRows() {
        owner = UUID.randomUUID();
    }

    @Test
    void theyAgreeWithTheRowsWhateverHappensMeanwhile() throws Exception {
        add(300);
        ExecutorService people = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Random random = new Random(i);
                work.add(people.submit(() -> {
                    for (int k = 0; k < 60; k++) {
                        change(random);
                    }
                }));
            }
            work.add(people.submit(() -> {
                for (int k = 0; k < 10; k++) {
                    add(20);
                }
            }));
            Future<Integer> adding = people.submit(() -> {
                int turns = 0;
                while (work.stream().anyMatch(w -> !w.isDone())) {
                    rollups.run();
                    turns++;
                }
                return turns;
            });
            int looks = 0;
            while (work.stream().anyMatch(w -> !w.isDone())) {
                assertThat(differences()).as("differences while it goes on").isEmpty();
                looks++;
            }
            for (Future<?> each : work) {
                each.get();
            }
            assertThat(adding.get()).isPositive();
            assertThat(looks).isPositive();
        } finally {
            people.shutdownNow();
        }

        assertThat(differences()).isEmpty();
        rollups.run();
        assertThat(differences()).isEmpty();
        assertThat(jdbc.queryForObject("select count(*) from message_change where owner_id = ?", Long.class, owner))
                .as("changes that are not added up").isZero();
        assertThat(jdbc.queryForObject("select sum(messages) from message_tally where owner_id = ?", Long.class, owner))
                .isEqualTo(500);
    }

    @Test
    void whatIsRolledBackWasNeverCounted() {
        transaction.executeWithoutResult(status -> {
            add(10);
            status.setRollbackOnly();
        });

        assertThat(jdbc.queryForObject("select count(*) from message_numbers where owner_id = ?", Long.class, owner))
                .isZero();
    }

    @Test
    void claimingAndFencingAddNothingToWriteDown() {
        add(10);
        rollups.run();

        jdbc.update("update message set state = 'CLAIMED' where owner_id = ? and state = 'QUEUED'", owner);
        jdbc.update("update message set state = 'SENDING' where owner_id = ? and state = 'CLAIMED'", owner);

        assertThat(jdbc.queryForObject("select count(*) from message_change where owner_id = ?", Long.class, owner))
                .isZero();
    }

    @Test
    void draftsAndEnrollmentsAreCountedInTheSameWay() {
        jdbc.update("""
                insert into draft (id, owner_id, journey_id, cohort_id, enrollment_id, lead_id, step_id, draft_type,
                    channel, generated_body, status, approved_at, created_at, updated_at)
                select gen_random_uuid(), ?, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                    gen_random_uuid(), 'mail-' || i % 3, 'FIRST_OUTREACH', 'EMAIL', 'x',
                    case i % 5 when 0 then 'REJECTED' else 'DRAFT' end, case i % 7 when 0 then now() end,
                    now() - i * interval '7 minutes', now() from generate_series(1, 200) i""", owner);
        jdbc.update("""
                insert into enrollment (id, journey_id, owner_id, lead_id, cohort_id, status, enrolled_at)
                select gen_random_uuid(), gen_random_uuid(), ?, gen_random_uuid(), gen_random_uuid(), 'PENDING', now()
                from generate_series(1, 200)""", owner);
        assertThat(differences()).isEmpty();
        rollups.run();

        jdbc.update("update draft set status = 'APPROVED', approved_at = now() where owner_id = ?"
                + " and step_id = 'mail-1'", owner);
        jdbc.update("update draft set status = 'REJECTED' where owner_id = ? and step_id = 'mail-2'", owner);
        jdbc.update("update enrollment set status = 'IN_PROGRESS', current_step = 'mail-1' where owner_id = ?"
                + " and id::text < '8'", owner);
        jdbc.update("update enrollment set status = 'REPLIED' where owner_id = ? and id::text < '4'", owner);
        jdbc.update("update enrollment set cohort_id = gen_random_uuid() where owner_id = ?", owner);

        assertThat(differences()).isEmpty();
        rollups.run();
        assertThat(differences()).isEmpty();
    }

    private void add(int count) {
        jdbc.update("""
                insert into message (id, direction, channel, owner_id, step_id, address, state, pending, previous_id,
                    scheduled_for, created_at)
                select gen_random_uuid(), 'OUTBOUND', (array['EMAIL', 'SMS', 'PUSH'])[1 + i % 3], ?, 'mail-' || i % 4,
                    'somebody@example.com', case i % 10 when 0 then 'SUPPRESSED' when 1 then 'SKIPPED'
                    else 'QUEUED' end,
                    false, case i % 2 when 1 then gen_random_uuid() end, now(), now()
                from generate_series(1, ?) i""", owner, count);
    }

    /** Rows in one order, as the application locks them. */
    private void change(Random random) {
        String[] parts = CHANGES.get(random.nextInt(CHANGES.size())).split(" where ");
        jdbc.update("with picked as materialized (select id from message where owner_id = ? and " + parts[1]
                + " and random() < 0.3 order by id for update) update message m set " + parts[0]
                + " from picked where m.id = picked.id", owner);
    }

    /** Rows counted and numbers read in one transaction that sees one moment. */
    private List<String> differences() {
        TransactionTemplate moment = new TransactionTemplate(transaction.getTransactionManager());
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return moment.execute(status -> {
            List<String> all = new ArrayList<>();
            all.addAll(differences("step_id, channel, sum(messages), sum(sent), sum(delivered), sum(opened),"
                    + " sum(clicked), sum(replied), sum(bounced), sum(failed), sum(unknown), sum(cancelled),"
                    + " sum(suppressed), sum(skipped) from message_numbers", "step_id, channel", """
                    step_id, channel, count(*), count(*) filter (where state = 'SENT'),
                    count(*) filter (where state = 'SENT' and (channel = 'EMAIL' or delivered_at is not null)),
                    count(opened_at), count(clicked_at), count(replied_at), count(*) filter (where state = 'BOUNCED'),
                    count(*) filter (where state = 'FAILED'), count(*) filter (where state = 'UNKNOWN'),
                    count(*) filter (where state = 'CANCELLED'), count(*) filter (where state = 'SUPPRESSED'),
                    count(*) filter (where state = 'SKIPPED') from message""", "step_id, channel"));
            all.addAll(differences("quarter, channel, sum(went), sum(follow_ups), sum(opened), sum(clicked),"
                    + " sum(replied), sum(bounced) from sent_numbers", "quarter, channel having sum(went) <> 0", """
                    to_timestamp(floor(extract(epoch from sent_at) / 900) * 900), channel, count(*), count(previous_id),
                    count(opened_at), count(clicked_at), count(replied_at), count(*) filter (where state = 'BOUNCED')
                    from message""", "1, 2 having count(sent_at) > 0"));
            all.addAll(totals());
            all.addAll(differences("step_id, sum(created), sum(approved), sum(rejected) from draft_numbers", "step_id",
                    "step_id, count(*), count(approved_at), count(*) filter (where status = 'REJECTED') from draft",
                    "step_id"));
            all.addAll(differences("step_id, status, sum(leads) from enrollment_numbers",
                    "step_id, status having sum(leads) <> 0",
                    "coalesce(current_step, ''), status, count(*) from enrollment", "1, 2"));
            return all;
        });
    }

    /** The totals are those of all owners together; the rows of other tests are among them. */
    private List<String> totals() {
        String sums = " sum(went), sum(follow_ups), sum(opened), sum(replied), sum(bounced) from ";
        String left = "select quarter, channel," + sums + "sent_numbers group by 1, 2";
        String right = "select quarter, channel," + sums + "sent_total_numbers group by 1, 2";
        return jdbc.query("((" + left + ") except (" + right + ")) union all ((" + right + ") except (" + left + "))",
                (row, number) -> "total " + row.getString(1) + " " + row.getString(2)).stream().limit(3).toList();
    }

    private List<String> differences(String numbers, String groups, String rows, String rowGroups) {
        String left = "select " + numbers + " where owner_id = '" + owner + "' group by " + groups;
        String right = "select " + rows + " where owner_id = '" + owner + "' group by " + rowGroups;
        return jdbc.query("((" + left + ") except (" + right + ")) union all ((" + right + ") except (" + left + "))", 
                (row, number) -> "number " + row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " in "
                + numbers).stream().limit(3).toList();
    }
}

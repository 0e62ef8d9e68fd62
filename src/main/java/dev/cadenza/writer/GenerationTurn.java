package dev.cadenza.writer;

import dev.cadenza.audience.AudienceSql;
import dev.cadenza.audience.Audiences;
import dev.cadenza.draft.PreparedDrafts;
import dev.cadenza.model.ModelUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One turn of a generation: takes the next leads, has their drafts written outside any transaction, and stores them
 * with the progress, the tokens and the process's next step in one. A node that dies in between loses this batch and
 * nothing else; when its lease is over, another turn writes the batch.
 */
@Component
class GenerationTurn {

    private static final int TEMPLATE_BATCH = 500;
    private static final int MOST_FAILURES = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final String UNWRITTEN = """
             and not l.stopped_automation
            and not exists (select from draft d
                where d.owner_id = :campaign and d.lead_id = l.id and d.enrollment_id is null)
            and (not :mailsAlone or l.email is not null and not exists (
                select from suppression s where s.channel = 'EMAIL' and s.address = l.email))
            order by l.id limit :most""";

    private final GenerationStore store;
    private final BatchWriter writer;
    private final Audiences audiences;
    private final PreparedDrafts drafts;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final int batch;

    GenerationTurn(GenerationStore store, BatchWriter writer, Audiences audiences, PreparedDrafts drafts,
            JdbcClient jdbc, TransactionTemplate transaction, ApplicationEventPublisher events, Clock clock,
            WriterSettings settings) {
        this.store = store;
        this.writer = writer;
        this.audiences = audiences;
        this.drafts = drafts;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.batch = settings.batch();
    }

    /** Works off one batch of one generation. @return false where none runs that nobody else has */
    boolean workNext() {
        UUID claim = UUID.randomUUID();
        Optional<GenerationView> claimed = store.claim(claim, BatchWriter.LEASE);
        if (claimed.isEmpty()) {
            return false;
        }
        GenerationView generation = claimed.get();
        int most = generation.writer() == WriterKind.TEMPLATE ? TEMPLATE_BATCH : batch;
        List<UUID> leads = next(generation, most);
        Optional<List<BatchWriter.OfLead>> written = writer.write(generation, claim, leads);
        written.ifPresent(done -> transaction.executeWithoutResult(
                status -> finish(generation, claim, leads, leads.size() < most, done)));
        return written.isPresent();
    }

    private List<UUID> next(GenerationView generation, int most) {
        GenerationView.Audience to = generation.audience();
        AudienceSql audience = audiences.members(to.listId(), to.segmentId())
                .after(Objects.requireNonNullElse(to.afterLead(), new UUID(0, 0)));
        return jdbc.sql(audience.sql() + UNWRITTEN).params(audience.params()).param("campaign", generation.campaignId())
                .param("mailsAlone", generation.steps().stream().allMatch(step -> step.channel().equals("EMAIL")))
                .param("most", most).query((row, number) -> row.getObject(1, UUID.class)).list();
    }

    private void finish(GenerationView generation, UUID claim, List<UUID> leads, boolean last,
            List<BatchWriter.OfLead> written) {
        Optional<Integer> failuresBefore = store.lock(generation.campaignId(), claim);
        if (failuresBefore.isEmpty()) {
            // Discarded meanwhile, or taken over by somebody else.
            return;
        }
        List<BatchWriter.OfLead> done = written.stream().filter(lead -> lead.failure() == null).toList();
        List<PreparedDrafts.Prepared> all = done.stream().flatMap(lead -> lead.drafts().stream()).toList();
        int stored = all.isEmpty() ? 0 : drafts.store(generation.campaignId(), all);
        RuntimeException failure = written.stream().map(BatchWriter.OfLead::failure).filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        int failures = failure == null || failure instanceof CapReached ? 0
                : done.isEmpty() ? failuresBefore.get() + 1 : 1;
        GenerationState state = state(failure, failures, last);
        UUID after = failure == null && !leads.isEmpty() ? leads.get(leads.size() - 1) : null;
        store.finishTurn(generation.campaignId(), new GenerationStore.Turn(state, done.size(), stored,
                all.stream().filter(draft -> draft.text().attention() != null).count(), after, failures,
                failure == null ? null : said(failure)));
        if (state != GenerationState.RUNNING) {
            events.publishEvent(new GenerationEvents.Halted(generation.campaignId(), state,
                    state == GenerationState.RETRYING ? retryAt(failures, failure) : null));
        }
    }

    private static GenerationState state(@Nullable RuntimeException failure, int failures, boolean last) {
        if (failure instanceof CapReached) {
            return GenerationState.CAPPED;
        }
        if (failure != null) {
            boolean hopeless = failure instanceof ModelUnavailable unavailable && !unavailable.passing();
            return hopeless || failures >= MOST_FAILURES ? GenerationState.STUCK : GenerationState.RETRYING;
        }
        return last ? GenerationState.DONE : GenerationState.RUNNING;
    }

    /** Each time twice as late, and not before the server wants to be asked again. */
    private Instant retryAt(int failures, @Nullable RuntimeException failure) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 6));
        Duration wanted = failure instanceof ModelUnavailable unavailable ? unavailable.retryAfter() : null;
        return clock.instant().plus(wanted == null || wanted.compareTo(wait) < 0 ? wait : wanted);
    }

    static String said(RuntimeException failure) {
        String said = String.valueOf(failure.getMessage()).replace("\0", "");
        return said.length() <= 500 ? said : said.substring(0, 500);
    }
}

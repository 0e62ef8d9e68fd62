package dev.cadenza.writer;

import dev.cadenza.audience.AudienceSql;
import dev.cadenza.audience.Audiences;
import dev.cadenza.draft.PlainText;
import dev.cadenza.draft.PreparedDrafts;
import dev.cadenza.draft.WrittenText;
import dev.cadenza.enrichment.EnrichmentFacts;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.model.ModelSettings;
import dev.cadenza.model.ModelUnavailable;
import dev.cadenza.model.RequestRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
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
class GenerationTurn implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationTurn.class);
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
    private final ModelWriter model;
    private final TemplateWriter templates;
    private final Audiences audiences;
    private final LeadProfiles profiles;
    private final Threads threads;
    private final EnrichmentFacts enrichment;
    private final PreparedDrafts drafts;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final int batch;
    private final Duration lease;
    private final ExecutorService requests;

    GenerationTurn(GenerationStore store, ModelWriter model, TemplateWriter templates, Audiences audiences,
            LeadProfiles profiles, Threads threads, EnrichmentFacts enrichment, PreparedDrafts drafts, JdbcClient jdbc,
            TransactionTemplate transaction, ApplicationEventPublisher events, Clock clock, WriterSettings settings,
            ModelSettings modelSettings) {
        this.store = store;
        this.model = model;
        this.templates = templates;
        this.audiences = audiences;
        this.profiles = profiles;
        this.threads = threads;
        this.enrichment = enrichment;
        this.drafts = drafts;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.batch = settings.batch();
        // Renewed after each lead, for which several requests may be made.
        this.lease = modelSettings.timeout().multipliedBy(10).plusMinutes(2);
        this.requests = Executors.newFixedThreadPool(settings.parallel(), work -> {
            Thread thread = new Thread(work, "drafts");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Works off one batch of one generation. @return false where none runs that nobody else has */
    boolean workNext() {
        UUID claim = UUID.randomUUID();
        Optional<GenerationView> claimed = store.claim(claim, lease);
        if (claimed.isEmpty()) {
            return false;
        }
        GenerationView generation = claimed.get();
        int most = generation.writer() == WriterKind.TEMPLATE ? TEMPLATE_BATCH : batch;
        List<UUID> leads = next(generation, most);
        Written written = write(generation, claim, leads);
        transaction.executeWithoutResult(status -> finish(generation, claim, leads, leads.size() < most, written));
        return true;
    }

    private List<UUID> next(GenerationView generation, int most) {
        GenerationView.Audience to = generation.audience();
        AudienceSql audience = audiences.members(to.listId(), to.segmentId())
                .after(Objects.requireNonNullElse(to.afterLead(), new UUID(0, 0)));
        return jdbc.sql(audience.sql() + UNWRITTEN).params(audience.params()).param("campaign", generation.campaignId())
                .param("mailsAlone", generation.steps().stream().allMatch(step -> step.channel().equals("EMAIL")))
                .param("most", most).query((row, number) -> row.getObject(1, UUID.class)).list();
    }

    /** What one lead's drafts became, or why there are none. */
    private record OfLead(LeadProfile lead, List<PreparedDrafts.Prepared> drafts, @Nullable RuntimeException failure) {
    }

    private record Written(List<OfLead> leads, Budget budget) {

        @Nullable RuntimeException failure() {
            return leads.stream().map(OfLead::failure).filter(Objects::nonNull).findFirst().orElse(null);
        }
    }

    private Written write(GenerationView generation, UUID claim, List<UUID> leads) {
        Budget budget = new Budget(generation.tokenCap(), generation.tokensUsed());
        List<LeadProfile> known = profiles.load(leads);
        if (generation.writer() == WriterKind.TEMPLATE) {
            return new Written(known.stream()
                    .map(lead -> ofLead(generation, templates, lead, Map.of(), List.of(), budget)).toList(), budget);
        }
        Map<UUID, List<WriteRequest.Said>> said = threads.of(leads);
        Map<UUID, Map<String, String>> facts = enrichment.of(leads);
        List<CompletableFuture<OfLead>> running = known.stream().map(lead -> CompletableFuture.supplyAsync(() -> {
            OfLead done = ofLead(generation, model, lead, facts.getOrDefault(lead.id(), Map.of()),
                    said.getOrDefault(lead.id(), List.of()), budget);
            store.renew(claim, lease);
            return done;
        }, requests)).toList();
        List<OfLead> done = running.stream().map(CompletableFuture::join).toList();
        boolean works = generation.leadsDone() > 0 || done.stream().anyMatch(lead -> lead.failure() == null);
        return new Written(!works ? done : done.stream().map(lead -> lead.failure() instanceof RequestRefused refused
                ? standIn(generation, lead.lead(), refused, budget) : lead).toList(), budget);
    }

    /** A lead that the model wants to write nothing for does not hold up all others: a person looks at the template. */
    private OfLead standIn(GenerationView generation, LeadProfile lead, RequestRefused refused, Budget budget) {
        OfLead filled = ofLead(generation, templates, lead, Map.of(), List.of(), budget);
        String why = "The template stands in, because the model refused to write: " + said(refused);
        return new OfLead(lead, filled.drafts().stream().map(draft -> new PreparedDrafts.Prepared(lead.id(),
                draft.stepId(), draft.draftType(), draft.channel(), draft.text().doubtful(why))).toList(), filled.failure());
    }

    private static OfLead ofLead(GenerationView generation, DraftWriter writer, LeadProfile lead,
            Map<String, String> facts, List<WriteRequest.Said> thread, Budget budget) {
        List<PreparedDrafts.Prepared> written = new ArrayList<>();
        List<WriteRequest.Said> earlier = new ArrayList<>();
        try {
            for (StepText step : generation.steps()) {
                if (!reachable(lead, step.channel())) {
                    continue;
                }
                WrittenText text = writer.write(new WriteRequest(generation.brief(), step, generation.steps().size(),
                        lead, facts, earlier, thread, null, null), budget);
                written.add(new PreparedDrafts.Prepared(lead.id(), step.id(), step.draftType(), step.channel(), text));
                earlier.add(new WriteRequest.Said("us", null, text.subject(), PlainText.of(text.body())));
            }
            return new OfLead(lead, written, null);
        } catch (RuntimeException failure) {
            // Told by the process, whatever it is: it waits, and becomes an incident where it stays.
            LOG.debug("No drafts for lead {}", lead.id(), failure);
            return new OfLead(lead, List.of(), failure);
        }
    }

    private static boolean reachable(LeadProfile lead, String channel) {
        return switch (channel) {
            case "EMAIL" -> lead.email() != null;
            case "SMS", "WHATSAPP" -> lead.phone() != null;
            default -> true;
        };
    }

    private void finish(GenerationView generation, UUID claim, List<UUID> leads, boolean last, Written written) {
        Optional<Integer> failuresBefore = store.lock(generation.campaignId(), claim);
        if (failuresBefore.isEmpty()) {
            // Discarded meanwhile, or taken over by somebody else: what was spent is spent.
            store.spend(generation.campaignId(), written.budget().prompt(), written.budget().completion());
            return;
        }
        List<OfLead> done = written.leads().stream().filter(lead -> lead.failure() == null).toList();
        List<PreparedDrafts.Prepared> all = done.stream().flatMap(lead -> lead.drafts().stream()).toList();
        int stored = all.isEmpty() ? 0 : drafts.store(generation.campaignId(), all);
        RuntimeException failure = written.failure();
        int failures = failure == null || failure instanceof CapReached ? 0
                : done.isEmpty() ? failuresBefore.get() + 1 : 1;
        GenerationState state = state(failure, failures, last);
        UUID after = failure == null && !leads.isEmpty() ? leads.get(leads.size() - 1) : null;
        store.finishTurn(generation.campaignId(), new GenerationStore.Turn(state, done.size(), stored,
                all.stream().filter(draft -> draft.text().attention() != null).count(), written.budget().prompt(),
                written.budget().completion(), after, failures, failure == null ? null : said(failure)));
        if (state != GenerationState.RUNNING) {
            events.publishEvent(new GenerationEvents.Halted(generation.campaignId(), state,
                    state == GenerationState.RETRYING ? retryAt(failures) : null));
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

    private Instant retryAt(int failures) {
        return clock.instant().plus(FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 6)));
    }

    private static String said(RuntimeException failure) {
        String said = String.valueOf(failure.getMessage()).replace("\0", "");
        return said.length() <= 500 ? said : said.substring(0, 500);
    }

    @Override
    public void destroy() {
        requests.shutdownNow();
    }
}

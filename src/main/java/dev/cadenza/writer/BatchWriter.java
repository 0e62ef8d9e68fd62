package dev.cadenza.writer;

import dev.cadenza.draft.PlainText;
import dev.cadenza.draft.PreparedDrafts;
import dev.cadenza.draft.WrittenText;
import dev.cadenza.enrichment.EnrichmentFacts;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.model.ModelUnavailable;
import dev.cadenza.model.RequestRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Writes the drafts of one batch of leads, several leads at a time where a model writes. No transaction is open. */
@Component
class BatchWriter implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
    /** Renewed while the model thinks, so it says how soon the batch of a node that died is taken up. */
    static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration BEAT = LEASE.dividedBy(6);

    private final GenerationStore store;
    private final ModelWriter model;
    private final TemplateWriter templates;
    private final LeadProfiles profiles;
    private final Threads threads;
    private final EnrichmentFacts enrichment;
    private final ExecutorService requests;

    BatchWriter(GenerationStore store, ModelWriter model, TemplateWriter templates, LeadProfiles profiles,
            Threads threads, EnrichmentFacts enrichment, WriterSettings settings) {
        this.store = store;
        this.model = model;
        this.templates = templates;
        this.profiles = profiles;
        this.threads = threads;
        this.enrichment = enrichment;
        this.requests = Executors.newFixedThreadPool(settings.parallel(), work -> {
            Thread thread = new Thread(work, "drafts");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What one lead's drafts became, or why there are none. */
    record OfLead(LeadProfile lead, List<PreparedDrafts.Prepared> drafts, @Nullable RuntimeException failure) {
    }

    /** What keeps the model from writing for anybody; once it is there, nobody asks any more. */
    private static final class Halt {

        private volatile @Nullable RuntimeException reason;

        void check() {
            RuntimeException halted = reason;
            if (halted != null) {
                throw halted;
            }
        }

        void noticed(RuntimeException failure) {
            if (failure instanceof CapReached
                    || failure instanceof ModelUnavailable && !(failure instanceof RequestRefused)) {
                reason = failure;
            }
        }
    }

    /** @return empty where the node stops or has lost the generation: nothing of it is stored */
    Optional<List<OfLead>> write(GenerationView generation, UUID claim, List<UUID> leads) {
        Budget budget = new Budget(store, generation);
        Halt halt = new Halt();
        List<LeadProfile> known = profiles.load(leads);
        if (generation.writer() == WriterKind.TEMPLATE) {
            return Optional.of(known.stream()
                    .map(lead -> ofLead(generation, templates, lead, Map.of(), List.of(), budget, halt)).toList());
        }
        Map<UUID, List<WriteRequest.Said>> said = threads.of(leads);
        Map<UUID, Map<String, String>> facts = enrichment.of(leads);
        List<CompletableFuture<OfLead>> running = known.stream()
                .map(lead -> CompletableFuture.supplyAsync(() -> ofLead(generation, model, lead,
                        facts.getOrDefault(lead.id(), Map.of()), said.getOrDefault(lead.id(), List.of()), budget, halt),
                        requests)).toList();
        if (!comesToAnEnd(running, claim, halt)) {
            return Optional.empty();
        }
        List<OfLead> done = running.stream().map(CompletableFuture::join).toList();
        boolean works = generation.leadsDone() > 0 || done.stream().anyMatch(lead -> lead.failure() == null);
        return Optional.of(!works ? done : done.stream().map(lead -> lead.failure() instanceof RequestRefused refused
                ? standIn(generation, lead.lead(), refused, budget) : lead).toList());
    }

    /** Keeps the lease while the model thinks. */
    private boolean comesToAnEnd(List<CompletableFuture<OfLead>> running, UUID claim, Halt halt) {
        CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        while (true) {
            try {
                all.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException thinking) {
                if (!store.renew(claim, LEASE)) {
                    halt.noticed(new ModelUnavailable("These drafts were discarded, or another node writes them.", true,
                            null));
                    return false;
                }
            } catch (ExecutionException failure) {
                throw new IllegalStateException("Writing a lead's drafts failed", failure.getCause());
            } catch (InterruptedException stopping) {
                halt.noticed(new ModelUnavailable("The node stops.", stopping));
                store.release(claim);
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** A lead that the model wants to write nothing for does not hold up all others: a person looks at the template. */
    private OfLead standIn(GenerationView generation, LeadProfile lead, RequestRefused refused, Budget budget) {
        OfLead filled = ofLead(generation, templates, lead, Map.of(), List.of(), budget, new Halt());
        String why = "The template stands in, because the model refused to write: " + GenerationTurn.said(refused);
        return new OfLead(lead, filled.drafts().stream().map(draft -> new PreparedDrafts.Prepared(lead.id(),
                draft.stepId(), draft.draftType(), draft.channel(), draft.text().doubtful(why))).toList(),
                filled.failure());
    }

    private static OfLead ofLead(GenerationView generation, DraftWriter writer, LeadProfile lead,
            Map<String, String> facts, List<WriteRequest.Said> thread, Budget budget, Halt halt) {
        List<PreparedDrafts.Prepared> written = new ArrayList<>();
        List<WriteRequest.Said> earlier = new ArrayList<>();
        try {
            for (StepText step : generation.steps()) {
                if (!reachable(lead, step.channel())) {
                    continue;
                }
                halt.check();
                WrittenText text = writer.write(new WriteRequest(generation.brief(), step, generation.steps().size(),
                        lead, facts, earlier, thread, null, null), budget);
                written.add(new PreparedDrafts.Prepared(lead.id(), step.id(), step.draftType(), step.channel(), text));
                earlier.add(new WriteRequest.Said("us", null, text.subject(), PlainText.of(text.body())));
            }
            return new OfLead(lead, written, null);
        } catch (RuntimeException failure) {
            // Told by the process, whatever it is: it waits, and becomes an incident where it stays.
            LOG.debug("No drafts for lead {}", lead.id(), failure);
            halt.noticed(failure);
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

    @Override
    public void destroy() {
        requests.shutdownNow();
    }
}

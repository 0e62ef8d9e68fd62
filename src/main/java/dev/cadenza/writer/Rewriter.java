package dev.cadenza.writer;

import dev.cadenza.draft.DraftRewriting;
import dev.cadenza.draft.DraftView;
import dev.cadenza.draft.PlainText;
import dev.cadenza.draft.WrittenText;
import dev.cadenza.enrichment.EnrichmentFacts;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.model.ModelUnavailable;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes one draft again, with what a person remarks. Waits for the model between two short transactions. */
@Component
class Rewriter {

    private static final int MAX_REMARK = 1_000;

    private final DraftRewriting drafts;
    private final GenerationStore generations;
    private final ModelWriter model;
    private final TemplateWriter templates;
    private final LeadProfiles leads;
    private final Threads threads;
    private final EnrichmentFacts enrichment;

    Rewriter(DraftRewriting drafts, GenerationStore generations, ModelWriter model, TemplateWriter templates,
            LeadProfiles leads, Threads threads, EnrichmentFacts enrichment) {
        this.drafts = drafts;
        this.generations = generations;
        this.model = model;
        this.templates = templates;
        this.leads = leads;
        this.threads = threads;
        this.enrichment = enrichment;
    }

    DraftView writeAgain(UUID id, @Nullable Integer version, @Nullable String remark) {
        check(version, remark);
        int read = version == null ? 0 : version;
        DraftRewriting.Rewritable draft = drafts.open(id, read);
        GenerationView generation = generations.find(draft.ownerId())
                .orElseThrow(() -> new NotFound("generation of drafts", draft.ownerId()));
        LeadProfile lead = leads.find(draft.leadId()).orElseThrow(() -> new NotFound("lead", draft.leadId()));
        DraftWriter writer = generation.writer() == WriterKind.MODEL ? model : templates;
        WrittenText text = write(writer, generation, request(generation, draft, lead, remark));
        if (!text.writer().equals(writer.kind().name())) {
            throw new Conflict("text-refused", "The draft stays as it is: what the model wrote was refused. "
                    + text.personalization().path("refused").asText());
        }
        return drafts.replace(id, read, text);
    }

    private WrittenText write(DraftWriter writer, GenerationView generation, WriteRequest request) {
        try {
            return writer.write(request, new Budget(generations, generation));
        } catch (ModelUnavailable unavailable) {
            throw new Conflict("model-unavailable", "The draft stays as it is: " + unavailable.getMessage());
        } catch (CapReached cap) {
            throw new Conflict("token-cap-reached", cap.getMessage() + " Raise the campaign's cap.");
        }
    }

    private WriteRequest request(GenerationView generation, DraftRewriting.Rewritable draft, LeadProfile lead,
            @Nullable String remark) {
        List<WriteRequest.Said> earlier = new ArrayList<>();
        for (StepText step : generation.steps()) {
            if (step.id().equals(draft.stepId())) {
                DraftRewriting.Standing now = draft.texts().get(step.id());
                return new WriteRequest(generation.brief(), step, generation.steps().size(), lead,
                        enrichment.of(List.of(lead.id())).getOrDefault(lead.id(), Map.of()), earlier,
                        threads.of(List.of(lead.id())).getOrDefault(lead.id(), List.of()),
                        remark == null || remark.isBlank() ? null : remark.strip(), now == null ? null : said(now));
            }
            DraftRewriting.Standing before = draft.texts().get(step.id());
            if (before != null) {
                earlier.add(said(before));
            }
        }
        throw new Conflict("step-gone", "The campaign's drafts were generated anew without this step.");
    }

    private static WriteRequest.Said said(DraftRewriting.Standing text) {
        return new WriteRequest.Said("us", null, text.subject(), PlainText.of(text.body()));
    }

    private static void check(@Nullable Integer version, @Nullable String remark) {
        List<FieldError> errors = new ArrayList<>();
        if (version == null) {
            errors.add(FieldError.required("version"));
        }
        if (remark != null && !dev.cadenza.lead.PlainText.storable(remark)) {
            errors.add(FieldError.of("remark", "invalid", "The text holds characters that can't be stored."));
        } else if (remark != null && remark.strip().length() > MAX_REMARK) {
            errors.add(FieldError.of("remark", "too-long", "A remark has at most " + MAX_REMARK + " characters."));
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
    }
}

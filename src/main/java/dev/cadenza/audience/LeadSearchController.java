package dev.cadenza.audience;

import dev.cadenza.lead.LeadFields;
import dev.cadenza.lead.LeadStatus;
import dev.cadenza.lead.LeadView;
import dev.cadenza.lead.PlainText;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of leads. Its filters are conditions, so that they mean the same as in segments. */
@RestController
@RequestMapping("/api/v1/leads")
@Tag(name = "Leads")
class LeadSearchController {

    private static final int MAX_QUERY = 200;

    /** All searched fields as one text. A word holds no blank, so it is never found across two of them. */
    private static final TextOperand SEARCHED = new TextOperand.Known(new LeadFields.TextField("q",
            "concat_ws(' ', l.email, l.first_name, l.last_name, l.company)",
            lead -> Stream.of(lead.email(), lead.firstName(), lead.lastName(), lead.company())
                    .filter(Objects::nonNull).collect(Collectors.joining(" "))));

    private final Audiences audiences;
    private final LeadPages pages;

    LeadSearchController(Audiences audiences, LeadPages pages) {
        this.audiences = audiences;
        this.pages = pages;
    }

    @GetMapping
    @Operation(summary = "Page through the leads", description = "The filters are combined: a lead must pass all.")
    PageResponse<LeadView> search(
            @Parameter(description = "each of its words is in the name, the e-mail address or the company")
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable UUID listId,
            @RequestParam(required = false) @Nullable UUID segmentId,
            @RequestParam(required = false) @Nullable Integer minScore,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size,
            @Parameter(description = "a field, and asc or desc: createdAt (the default, desc), updatedAt, email,"
                    + " firstName, lastName, company, status or score", example = "lastName,asc")
            @RequestParam(required = false) @Nullable String sort) {
        PageQuery query = PageQuery.of(page, size);
        LeadOrder order = LeadOrder.parse(sort);
        List<Condition> filters = new ArrayList<>(words(q));
        if (status != null) {
            filters.add(is("status", LeadStatus.of(status).map(Enum::name).orElseThrow(() -> new Rejected(FieldError.of(
                    "status", "invalid", "The status must be one of " + LeadStatus.words() + ".")))));
        }
        if (source != null) {
            filters.add(is("source", storable("source", source)));
        }
        if (minScore != null) {
            filters.add(new NumberClause(new NumberClause.Score(), NumberClause.Operator.GREATER_OR_EQUAL,
                    BigDecimal.valueOf(minScore)));
        }
        audiences.requireExists(listId, segmentId);
        return filters.isEmpty() && listId == null && segmentId == null ? pages.ofAll(order, query)
                : pages.of(audiences.members(listId, segmentId, new Condition.All(filters)), order, query);
    }

    private static List<Condition> words(@Nullable String q) {
        if (q == null) {
            return List.of();
        }
        if (q.length() > MAX_QUERY) {
            throw new Rejected(FieldError.of("q", "too-long", "A search has at most " + MAX_QUERY + " characters."));
        }
        return Stream.of(PlainText.trim(storable("q", q)).split("\\s+")).filter(word -> !word.isEmpty()).limit(10)
                .<Condition>map(word -> new TextClause.Compare(SEARCHED, TextClause.Operator.CONTAINS, word))
                .toList();
    }

    private static Condition is(String field, String value) {
        return new TextClause.Compare(operand(field), TextClause.Operator.EQUALS, value);
    }

    private static TextOperand operand(String field) {
        return new TextOperand.Known(LeadFields.text(field).orElseThrow());
    }

    private static String storable(String parameter, String text) {
        if (!PlainText.storable(text)) {
            throw new Rejected(FieldError.of(parameter, "invalid", "The text holds a character that no lead has."));
        }
        return text;
    }
}

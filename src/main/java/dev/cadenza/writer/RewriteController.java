package dev.cadenza.writer;

import dev.cadenza.draft.DraftView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/drafts")
@Tag(name = "Drafts")
class RewriteController {

    private final Rewriter rewriter;

    RewriteController(Rewriter rewriter) {
        this.rewriter = rewriter;
    }

    /**
     * @param version the version of the draft that the person has read
     * @param remark what should be otherwise; the template writer can't follow one
     */
    record Again(@Nullable Integer version, @Nullable String remark) {
    }

    @PostMapping("/{id}/write-again")
    @Operation(summary = "Have a generated draft written again, with a remark; an edit is replaced, and it is"
            + " undecided")
    DraftView writeAgain(@PathVariable UUID id, @RequestBody Again again) {
        return rewriter.writeAgain(id, again.version(), again.remark());
    }
}

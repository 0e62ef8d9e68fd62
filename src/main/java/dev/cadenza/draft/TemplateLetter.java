package dev.cadenza.draft;

import dev.cadenza.lead.LeadProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template that is ready to be filled in for leads. */
public final class TemplateLetter {

    private final Letter letter;
    private final List<String> variables;

    private TemplateLetter(Letter letter, List<String> variables) {
        this.letter = letter;
        this.variables = List.copyOf(variables);
    }

    /** @param missing variables that the lead has no value for; their tags stand in the text */
    public record Filled(@Nullable String subject, String body, List<String> missing) {
    }

    /** @throws dev.cadenza.problem.Rejected with each fault of the template */
    public static TemplateLetter of(@Nullable String subject, String body) {
        LetterCompiler.Outcome outcome = LetterCompiler.compile(subject, body);
        Letter letter = outcome.letter();
        if (letter == null) {
            throw new dev.cadenza.problem.Rejected(outcome.faults().stream().map(Fault::asFieldError).toList());
        }
        return new TemplateLetter(letter, outcome.variables());
    }

    public Filled fill(LeadProfile lead) {
        Letter.Rendered rendered = letter.render(lead.variables());
        return new Filled(rendered.subject(), rendered.body(), rendered.missing());
    }

    /** Names of the variables in the order of the text. */
    public List<String> variables() {
        return variables;
    }
}

package dev.cadenza.assistant;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers by the {@link Grammar}: what an installation without a model does, and one whose model is out of order. */
@Component
class GrammarPlanner {

    private static final Pattern CHOICE = Words.pattern("^\\s*(?:(?:the|number|nummer|nr\\.?|option|die|das|den"
            + "|der)\\s+)?(?:#?(\\d{1,2})\\)?|("
            + Words.ORDINAL + ")(?:\\s+one)?)\\s*(?:please|bitte)?[.!]?\\s*$");

    private final Grammar grammar;
    private final Names names;
    private final AssistantReplies replies;

    GrammarPlanner(Clock clock, Names names, AssistantReplies replies) {
        this.grammar = new Grammar(clock);
        this.names = names;
        this.replies = replies;
    }

    Turn answer(Conversation conversation, String text) {
        Planning planning = new Planning(names, conversation.plan());
        Question question = conversation.question();
        Question.Option chosen = question == null ? null : chosen(question, text);
        if (question != null && chosen != null) {
            choose(planning, question, chosen);
            return replies.end(conversation.id(), planning, conversation, List.of());
        }
        Grammar.Reading reading = grammar.read(text);
        reading.wishes().forEach(wish -> wish.on(planning));
        List<String> leftOver = new ArrayList<>(reading.leftOver());
        // What was not understood beside other things is no answer, but something that was not understood.
        if (question != null && reading.wishes().isEmpty()) {
            answered(planning, question, text, leftOver);
        }
        return replies.end(conversation.id(), planning, conversation, leftOver);
    }

    /** What was not understood may be the name that was asked for, or its duration. */
    private static void answered(Planning planning, Question question, String text, List<String> leftOver) {
        if (question.about() == Question.About.SPACING) {
            var apart = Words.duration(text);
            if (apart != null) {
                planning.space(apart);
                leftOver.clear();
            }
        } else if (question.about() == Question.About.AUDIENCE && planning.plan().audience() == null
                && !leftOver.isEmpty()) {
            planning.to(null, leftOver.remove(0));
        } else if (question.about() == Question.About.SENDER && planning.plan().sender() == null
                && !leftOver.isEmpty()) {
            planning.from(leftOver.remove(0));
        }
    }

    private static void choose(Planning planning, Question question, Question.Option option) {
        switch (question.about()) {
            case AUDIENCE -> planning.to(option);
            case SENDER -> planning.from(option.name());
            case TEMPLATE -> planning.template(option.name(), null);
            default -> planning.remark("I took nothing from that.");
        }
    }

    /** By number, by ordinal, or by name. */
    private static Question.@Nullable Option chosen(Question question, String text) {
        List<Question.Option> options = question.options();
        Matcher choice = CHOICE.matcher(text);
        if (choice.matches()) {
            int number = choice.group(1) != null ? Integer.parseInt(choice.group(1)) : Words.ordinal(choice.group(2));
            int index = number == Wish.LAST ? options.size() - 1 : number - 1;
            return index >= 0 && index < options.size() ? options.get(index) : null;
        }
        String said = text.strip().toLowerCase(Locale.ROOT);
        List<Question.Option> named = said.length() < 2 ? List.of() : options.stream()
                .filter(option -> option.name().toLowerCase(Locale.ROOT).equals(said)).toList();
        if (named.isEmpty() && said.length() >= 3) {
            named = options.stream().filter(option -> option.name().toLowerCase(Locale.ROOT).contains(said)).toList();
        }
        return named.size() == 1 ? named.get(0) : null;
    }
}

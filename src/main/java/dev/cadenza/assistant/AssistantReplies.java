package dev.cadenza.assistant;

import dev.cadenza.campaign.CampaignProposals;
import dev.cadenza.campaign.StepType;
import dev.cadenza.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ends a turn: asks for what is missing, writes the campaign where that was said, and answers in sentences. */
@Component
class AssistantReplies {

    static final String NEVER = "I never launch a campaign. Look at the draft and launch it yourself.";
    private static final String HELP = "Tell me to whom, what and when, for example: three mails to everyone from "
            + "the Hannover fair, a week apart, only weekdays, stop when they answer. Then change it as you like "
            + "(make it two weeks, add an SMS after the second, use template Welcome), and say \"create it\" for a "
            + "draft.";

    private final Names names;
    private final CampaignWriter campaigns;
    private final CampaignProposals proposals;

    AssistantReplies(Names names, CampaignWriter campaigns, CampaignProposals proposals) {
        this.names = names;
        this.campaigns = campaigns;
        this.proposals = proposals;
    }

    Turn end(UUID conversationId, Planning planning, Conversation before, List<String> notUnderstood) {
        complete(planning, before.question());
        Plan plan = planning.plan();
        List<String> parts = new ArrayList<>(planning.remarks());
        if (!notUnderstood.isEmpty()) {
            parts.add("I did not understand: " + String.join("; ", notUnderstood.stream().map(words -> "\"" + words
                    + "\"")
                    .toList()) + ".");
        }
        boolean create = planning.said(Wish.Word.CREATE)
                || planning.said(Wish.Word.YES) && before.question() == null && !plan.steps().isEmpty();
        Optional<CampaignProposals.Written> campaign = campaigns.of(conversationId);
        boolean ready = planning.question() == null || planning.question().about() == Question.About.SENDER;
        if (create && ready) {
            Result written = write(conversationId, plan);
            parts.add(written.sentence());
            plan = written.plan();
            campaign = campaigns.of(conversationId);
        } else if (planning.said(Wish.Word.HELP) || plan.equals(Plan.EMPTY) && parts.isEmpty()) {
            parts.add(HELP);
        } else if (!plan.equals(before.plan()) || planning.said(Wish.Word.SHOW)) {
            parts.add(Spoken.plan(plan, plan.audience() == null ? 0 : names.count(plan.audience())));
        }
        if (planning.said(Wish.Word.LAUNCH)) {
            parts.add(NEVER);
        }
        Question question = create && ready ? null : planning.question();
        if (question != null) {
            parts.add(asked(question, create));
        } else if (!create && !plan.equals(Plan.EMPTY)) {
            parts.add(campaign.isPresent() && plan.equals(before.written()) ? "The draft is written as it stands here."
                    : "Say \"create it\" and I write it as a draft.");
        }
        return new Turn(String.join("\n\n", parts), plan, question, notUnderstood,
                campaign.map(CampaignProposals.Written::id).orElse(null), Turn.Writer.GRAMMAR);
    }

    /**
     * Asks for the first thing that is missing, and takes the only sender there is.
     *
     * @param open what was asked before; asked again with its options where the answer is still missing
     */
    void complete(Planning planning, @Nullable Question open) {
        Plan plan = planning.plan();
        if (plan.equals(Plan.EMPTY)) {
            if (planning.said(Wish.Word.CREATE)) {
                planning.ask(messages());
            }
            return;
        }
        if (plan.audience() == null && open != null && open.about() == Question.About.AUDIENCE) {
            planning.ask(open);
        } else if (plan.audience() == null) {
            planning.to(null, "");
        }
        if (plan.steps().isEmpty()) {
            planning.ask(messages());
        }
        if (plan.steps().stream().skip(1).anyMatch(step -> step.delay() == null)) {
            planning.ask(new Question(Question.About.SPACING, "How long after each other do the messages go?",
                    List.of()));
        }
        if (plan.sender() == null && plan.steps().stream().anyMatch(step -> step.channel() == StepType.EMAIL)) {
            List<Question.Option> senders = names.senders();
            if (senders.size() == 1) {
                planning.from(senders.get(0).name());
            } else {
                planning.ask(new Question(Question.About.SENDER, senders.isEmpty()
                        ? "There is no active sender account for mails yet; somebody has to set one up before the "
                                + "launch."
                        : "Which account sends the mails?", senders.stream().limit(Names.MOST).toList()));
            }
        }
    }

    private record Result(String sentence, Plan plan) {
    }

    private Result write(UUID conversationId, Plan plan) {
        try {
            CampaignWriter.Result result = campaigns.write(conversationId, plan);
            List<String> missing = proposals.missing(result.campaign().id());
            return new Result((result.again() ? "The draft is there already: " : "The draft is written: ")
                    + result.campaign().name() + "." + (missing.isEmpty() ? " It is complete; launching it is up to "
                    + "you."
                    : " Before it can be launched: " + String.join(" ", missing)), result.plan());
        } catch (Problem refused) {
            return new Result(String.valueOf(refused.getMessage()), plan);
        }
    }

    /** For a model: the same, as a fact that it is told. */
    String writeNow(UUID conversationId, Planning planning) {
        complete(planning, null);
        @Nullable Question question = planning.question();
        if (planning.plan().steps().isEmpty() || question != null && question.about() != Question.About.SENDER) {
            return "Not written. Ask the user: " + (question == null ? messages().text() : asked(question, false));
        }
        return write(conversationId, planning.plan()).sentence();
    }

    private static Question messages() {
        return new Question(Question.About.MESSAGES, "What shall be sent? For example three mails, a week apart.",
                List.of());
    }

    static String asked(Question question, boolean create) {
        StringBuilder text = new StringBuilder(create ? "Before I can create it: " : "").append(question.text());
        for (int i = 0; i < question.options().size(); i++) {
            Question.Option option = question.options().get(i);
            text.append('\n').append(i + 1).append(") ").append(option.kind() == null ? "" : option.kind().name()
                    .toLowerCase(Locale.ROOT) + " ").append(option.name());
        }
        return text.toString();
    }
}

package dev.cadenza.writer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.draft.WrittenText;
import dev.cadenza.model.ChatModels;
import dev.cadenza.model.ModelSettings;
import dev.cadenza.model.ModelUnavailable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Has the installation's chat model write. Whatever it answers is checked; a second answer is asked for where the first
 * is refused, and where that is refused too the template stands in, marked for a person to look at.
 */
@Component
class ModelWriter implements DraftWriter {

    private static final int ATTEMPTS = 2;
    /** Tokens of English are four characters, of other languages down to two; this is for what may be spent at most. */
    private static final int CHARACTERS_A_TOKEN = 2;

    private final ChatModels models;
    private final ModelSettings settings;
    private final TemplateWriter templates;
    private final ModelPace pace;

    ModelWriter(ChatModels models, ModelSettings settings, TemplateWriter templates, ModelPace pace) {
        this.models = models;
        this.settings = settings;
        this.templates = templates;
        this.pace = pace;
    }

    @Override
    public WriterKind kind() {
        return WriterKind.MODEL;
    }

    boolean available() {
        return models.model().isPresent();
    }

    @Override
    public WrittenText write(WriteRequest request, Budget budget) {
        ChatModel model = models.model().orElseThrow(() -> new ModelUnavailable(
                "This installation has no model any more (cadenza.ai.model).", false, null));
        Material material = Material.of(request);
        String canary = "ref-" + UUID.randomUUID();
        List<String> faults = List.of();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String answer = ask(model, budget, PromptText.system(canary), PromptText.task(
                    request, faults.isEmpty() ? null : String.join(" ", faults)), PromptText.data(material));
            AnswerCheck.Answer checked = AnswerCheck.check(answer, request, canary);
            faults = checked.faults();
            if (faults.isEmpty()) {
                WrittenText text = new WrittenText(checked.subject(), checked.body(), kind().name(),
                        used(request, material, checked.used()), null);
                return material.withheld().isEmpty() ? text : text.doubtful("The model was not shown what reads like an"
                        + " instruction to it: " + String.join(", ", material.withheld()) + ". Look at the lead.");
            }
        }
        return inPlace(request, budget, faults);
    }

    private WrittenText inPlace(WriteRequest request, Budget budget, List<String> faults) {
        WrittenText template = templates.write(request, budget);
        ((ObjectNode) template.personalization()).put("refused", String.join(" ", faults));
        return template.doubtful("The template stands in for the model's text, which was refused: "
                + String.join(" ", faults));
    }

    private String ask(ChatModel model, Budget budget, String system, String task, String data) {
        long most = (system.length() + task.length() + data.length()) / CHARACTERS_A_TOKEN + settings.maxOutputTokens();
        budget.setAside(most);
        long prompt = 0;
        long completion = 0;
        try {
            pace.await();
            ChatResponse response = model.call(new Prompt(List.of(new SystemMessage(system), new UserMessage(task),
                    new UserMessage(data))));
            String answer = response.getResult() == null || response.getResult().getOutput().getText() == null ? ""
                    : response.getResult().getOutput().getText();
            Usage usage = response.getMetadata().getUsage();
            boolean told = usage != null && usage.getTotalTokens() != null && usage.getTotalTokens() > 0;
            prompt = told ? usage.getPromptTokens() : most - settings.maxOutputTokens();
            completion = told ? usage.getCompletionTokens() : answer.length() / CHARACTERS_A_TOKEN;
            return answer;
        } catch (ModelUnavailable unavailable) {
            pace.leaveAlone(unavailable.retryAfter());
            throw unavailable;
        } catch (RestClientException noAnswer) {
            throw new ModelUnavailable("The model gave no answer: " + noAnswer.getMessage(), noAnswer);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailable("The node stops.", stopping);
        } finally {
            budget.spend(most, prompt, completion);
        }
    }

    /** Fields are named by the model; what stands in them is ours. */
    private ObjectNode used(WriteRequest request, Material material, List<JsonNode> named) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("writer", kind().name())
                .put("model", models.name().orElse(""));
        ArrayNode used = data.putArray("used");
        Set<String> seen = new HashSet<>();
        for (JsonNode entry : named) {
            String field = entry.path("field").asText();
            @Nullable String value = material.recipient().get(field);
            if (value != null && seen.add(field)) {
                used.addObject().put("field", field).put("value", value).put("why", AnswerCheck.why(entry));
            }
        }
        data.put("sentBefore", request.earlier().size()).put("conversation", material.thread().size());
        if (request.remark() != null) {
            data.put("remark", request.remark()).put("remarkFollowed", true);
        }
        if (!material.withheld().isEmpty()) {
            ArrayNode withheld = data.putArray("withheld");
            material.withheld().forEach(withheld::add);
        }
        return data;
    }
}

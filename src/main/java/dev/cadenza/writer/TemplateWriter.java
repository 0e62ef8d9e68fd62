package dev.cadenza.writer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.draft.TemplateLetter;
import dev.cadenza.draft.WrittenText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The embedded writer: the template with the lead's values in it. It reads no brief and follows no remark, and says so
 * in what it gives.
 */
@Component
class TemplateWriter implements DraftWriter {

    private static final int KEPT = 50;

    private final Map<Key, TemplateLetter> letters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, TemplateLetter> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(@Nullable String subject, String body) {
    }

    @Override
    public WriterKind kind() {
        return WriterKind.TEMPLATE;
    }

    @Override
    public WrittenText write(WriteRequest request, Budget budget) {
        TemplateLetter letter = letter(request.step());
        TemplateLetter.Filled filled = letter.fill(request.lead());
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("writer", kind().name());
        ArrayNode used = data.putArray("used");
        Map<String, Object> values = request.lead().variables();
        letter.variables().stream().filter(values::containsKey).forEach(name -> used.addObject().put("field", name)
                .put("value", Used.shown(values.get(name))).put("why", "The template names it."));
        if (request.remark() != null) {
            data.put("remark", request.remark()).put("remarkFollowed", false);
        }
        return new WrittenText(filled.subject(), filled.body(), kind().name(), data, null);
    }

    private TemplateLetter letter(StepText step) {
        synchronized (letters) {
            return letters.computeIfAbsent(new Key(step.subject(), step.body()),
                    key -> TemplateLetter.of(key.subject(), key.body()));
        }
    }
}

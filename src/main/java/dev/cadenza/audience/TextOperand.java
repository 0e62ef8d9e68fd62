package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadFields;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a condition finds text about a lead: in a known field or in an attribute. No value reads as empty text. */
sealed interface TextOperand {

    String read(LeadFacts facts);

    /** The same as SQL; never null. */
    String expression(ConditionSql sql);

    record Known(LeadFields.TextField field) implements TextOperand {
        @Override
        public String read(LeadFacts facts) {
            String value = field.value().apply(facts.lead());
            return value == null ? "" : value;
        }

        @Override
        public String expression(ConditionSql sql) {
            return "coalesce(" + field.sql() + ", '')";
        }
    }

    /** Numbers and truth values read as their JSON text, just as PostgreSQL's {@code ->>} gives them. */
    record Attribute(String key) implements TextOperand {
        @Override
        public String read(LeadFacts facts) {
            return text(facts.lead().attributes().get(key));
        }

        @Override
        public String expression(ConditionSql sql) {
            return "coalesce(l.attributes ->> " + sql.bindText(key) + ", '')";
        }

        private static String text(@Nullable Object value) {
            if (value == null) {
                return "";
            }
            return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        }
    }

    /** What an event says, at a path into its payload. There is no SQL for it: events are looked at one by one. */
    record Payload(List<String> path) implements TextOperand {
        public Payload {
            path = List.copyOf(path);
        }

        @Override
        public String read(LeadFacts facts) {
            return value(facts.known(), path);
        }

        @Override
        public String expression(ConditionSql sql) {
            throw new IllegalStateException("A condition about an event is no condition about leads");
        }
    }

    /**
     * What a passage through a journey has brought along: what triggered it, and the answers of its steps. As SQL it
     * speaks of the {@code enrollment e} of the query around.
     *
     * @param path begins with {@code trigger}, or with {@code answers} and the step's id
     */
    record Passage(List<String> path) implements TextOperand {
        static final String TRIGGER = "trigger";
        static final String ANSWERS = "answers";

        public Passage {
            path = List.copyOf(path);
        }

        @Override
        public String read(LeadFacts facts) {
            return value(facts.known(), path);
        }

        @Override
        public String expression(ConditionSql sql) {
            boolean trigger = path.get(0).equals(TRIGGER);
            List<String> within = path.subList(trigger ? 1 : 2, path.size());
            String value = (trigger ? "f.data" : "f.body") + " #> cast(" + sql.bind(within.toArray(String[]::new))
                    + " as text[])";
            String from = trigger ? "entry_cause f where f.enrollment_id = e.id"
                    : "step_answer f where f.enrollment_id = e.id and f.step = " + sql.bindText(path.get(1));
            return "coalesce((select case when jsonb_typeof(v.it) in ('object', 'array') then '' else v.it #>> '{}' end"
                    + " from (select " + value + " as it from " + from + ") v), '')";
        }
    }

    /** Text of a value in JSON; what has parts reads as no value. */
    private static String value(JsonNode json, List<String> path) {
        JsonNode node = json;
        for (String part : path) {
            node = !node.isArray() ? node.path(part)
                    : part.matches("\\d{1,9}") ? node.path(Integer.parseInt(part)) : MissingNode.getInstance();
        }
        if (node.isNull() || node.isMissingNode() || node.isContainerNode()) {
            return "";
        }
        return node.isNumber() ? Attributes.number(node).map(BigDecimal::toPlainString).orElse(node.asText())
                : node.asText();
    }
}

package dev.cadenza.audience;

import dev.cadenza.lead.LeadFields;
import dev.cadenza.lead.LeadProfile;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Where a condition finds text about a lead: in a known field or in an attribute. No value reads as empty text. */
sealed interface TextOperand {

    String read(LeadProfile lead);

    /** The same as SQL; never null. */
    String expression(ConditionSql sql);

    record Known(LeadFields.TextField field) implements TextOperand {
        @Override
        public String read(LeadProfile lead) {
            String value = field.value().apply(lead);
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
        public String read(LeadProfile lead) {
            return text(lead.attributes().get(key));
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
}

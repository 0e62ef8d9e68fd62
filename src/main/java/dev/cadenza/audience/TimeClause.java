package dev.cadenza.audience;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a condition says about a time. */
sealed interface TimeClause extends Condition {

    enum Field {
        CREATED_AT("createdAt", "l.created_at", LeadFacts::createdAt),
        UPDATED_AT("updatedAt", "l.updated_at", LeadFacts::updatedAt),
        LAST_MESSAGE_SENT_AT("lastMessageSentAt", "l.last_message_sent_at", LeadFacts::lastMessageSentAt);

        final String field;
        private final String sql;
        private final Function<LeadFacts, @Nullable Instant> value;

        Field(String field, String sql, Function<LeadFacts, @Nullable Instant> value) {
            this.field = field;
            this.sql = sql;
            this.value = value;
        }

        static Optional<Field> named(String name) {
            return Arrays.stream(values()).filter(f -> f.field.equals(name)).findFirst();
        }
    }

    /** Holds where the time is in the span; not where there is none. */
    record In(Field field, TimeSpan span) implements TimeClause {
        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            Instant time = field.value.apply(facts);
            return time != null && span.contains(time, now);
        }

        @Override
        public String expression(ConditionSql sql) {
            String bound = sql.bind(span.bound(sql.now()).atOffset(ZoneOffset.UTC));
            return "coalesce(" + field.sql + " " + span.sqlOperator() + " " + bound + ", false)";
        }
    }

    /** Holds where there is no time. */
    record Unset(Field field) implements TimeClause {
        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            return field.value.apply(facts) == null;
        }

        @Override
        public String expression(ConditionSql sql) {
            return "(" + field.sql + " is null)";
        }
    }
}

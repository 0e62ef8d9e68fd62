package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A condition with a name: at any time the leads for which it holds then. */
@Entity
@Table(name = "segment")
class Segment {

    @Id
    private UUID id;
    private String name;
    private @Nullable String description;
    @JdbcTypeCode(SqlTypes.JSON)
    private String condition;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Segment() {
    }

    /** @param condition the JSON of a {@link Condition} that was read without fault */
    Segment(Naming naming, JsonNode condition, Instant now) {
        this.id = Ids.next();
        this.createdAt = now;
        this.name = naming.name();
        this.description = naming.description();
        this.condition = condition.toString();
        this.updatedAt = now;
    }

    void redefine(Naming naming, JsonNode newCondition, Instant now) {
        name = naming.name();
        description = naming.description();
        condition = newCondition.toString();
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    @Nullable String description() {
        return description;
    }

    String condition() {
        return condition;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}

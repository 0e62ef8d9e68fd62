package dev.cadenza.audience;

import dev.cadenza.platform.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A named set of leads that somebody put together. Its members are rows that only {@link ListMembers} touches. */
@Entity
@Table(name = "lead_list")
class LeadList {

    @Id
    private UUID id;
    private String name;
    private @Nullable String description;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected LeadList() {
    }

    LeadList(Naming naming, Instant now) {
        this.id = Ids.next();
        this.createdAt = now;
        this.name = naming.name();
        this.description = naming.description();
        this.updatedAt = now;
    }

    void rename(Naming naming, Instant now) {
        name = naming.name();
        description = naming.description();
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    ListView view(long members) {
        return new ListView(id, name, description, members, createdAt, updatedAt);
    }
}

package dev.cadenza.fair;

import dev.cadenza.platform.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fair, a meetup, a congress: a place and a day at which people were met. */
@Entity
@Table(name = "trade_event")
class TradeEvent {

    @Id
    private UUID id;
    private String name;
    private LocalDate date;
    private @Nullable String location;
    private @Nullable String industry;
    private @Nullable String description;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected TradeEvent() {
    }

    TradeEvent(EventDetails details, Instant now) {
        this.id = Ids.next();
        this.createdAt = now;
        change(details, now);
    }

    final void change(EventDetails details, Instant now) {
        name = details.name();
        date = details.date();
        location = details.location();
        industry = details.industry();
        description = details.description();
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    EventView view(long leads, CardCounts.Counts cards) {
        return new EventView(id, name, date, location, industry, description, leads, cards.total(), cards.toReview(),
                createdAt, updatedAt);
    }
}

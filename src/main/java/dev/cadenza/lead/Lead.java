package dev.cadenza.lead;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A person that campaigns speak to, reachable by e-mail, by phone, or both. What the automation itself changes
 * ({@code stopped_automation}, {@code last_message_sent_at}) is changed by statements of its own, which can't lose
 * against somebody who edits the lead at the same time, so only the columns that changed are written here.
 */
@Entity
@Table(name = "lead")
@DynamicUpdate
class Lead {

    static final String DEFAULT_SOURCE = "api";

    @Id
    private UUID id;
    private @Nullable String email;
    private @Nullable String phone;
    private @Nullable String firstName;
    private @Nullable String lastName;
    private @Nullable String company;
    private @Nullable String title;
    private @Nullable String linkedinUrl;
    private @Nullable String website;
    private @Nullable String city;
    private @Nullable String country;
    private @Nullable String timezone;
    private String source = DEFAULT_SOURCE;
    private String status = LeadStatus.NEW.name();
    private int score;
    /** Reached by nothing but a messenger: it needs neither an e-mail address nor a phone number. */
    @Column(insertable = false, updatable = false)
    private boolean reachableElsewhere;
    @JdbcTypeCode(SqlTypes.JSON)
    private String attributes = "{}";
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Lead() {
    }

    /** @throws Rejected where it could not be reached */
    Lead(LeadInput input, Instant now) {
        this.id = Ids.next();
        this.createdAt = now;
        this.updatedAt = now;
        change(input, now);
    }

    /** @throws Rejected where it could not be reached any more */
    final void change(LeadInput input, Instant now) {
        String newEmail = input.text("email", email);
        String newPhone = input.text("phone", phone);
        if (newEmail == null && newPhone == null && !reachableElsewhere) {
            String message = "A lead needs an e-mail address or a phone number.";
            throw new Rejected(FieldError.of("email", "required", message),
                    FieldError.of("phone", "required", message));
        }
        Map<String, Object> newAttributes = input.attributes(Attributes.fromJson(attributes));
        email = newEmail;
        phone = newPhone;
        firstName = input.text("firstName", firstName);
        lastName = input.text("lastName", lastName);
        company = input.text("company", company);
        title = input.text("title", title);
        linkedinUrl = input.text("linkedinUrl", linkedinUrl);
        website = input.text("website", website);
        city = input.text("city", city);
        country = input.text("country", country);
        timezone = input.text("timezone", timezone);
        source = input.text("source", source, DEFAULT_SOURCE);
        status = input.text("status", status, LeadStatus.NEW.name());
        score = input.score(score);
        if (!newAttributes.equals(Attributes.fromJson(attributes))) {
            attributes = Attributes.toJson(newAttributes);
        }
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    @Nullable String email() {
        return email;
    }

    @Nullable String phone() {
        return phone;
    }
}

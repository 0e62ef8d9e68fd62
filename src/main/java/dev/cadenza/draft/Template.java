package dev.cadenza.draft;

import dev.cadenza.channel.ChannelType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A text with variables, kept under a name for many campaigns. */
@Entity
@Table(name = "template")
class Template {

    @Id
    private UUID id;
    private String name;
    private @Nullable String description;
    private String channel;
    private @Nullable String subject;
    private String body;
    private String[] variables;
    private boolean active;
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    protected Template() {
    }

    Template(UUID id, TemplateContent content, Instant now) {
        this.id = id;
        this.createdAt = now;
        change(content, now);
    }

    final void change(TemplateContent content, Instant now) {
        name = content.name();
        description = content.description();
        channel = content.channel().name();
        subject = content.subject();
        body = content.body();
        variables = content.variables().toArray(String[]::new);
        active = content.active();
        updatedAt = now;
    }

    UUID id() {
        return id;
    }

    @Nullable String subject() {
        return subject;
    }

    String body() {
        return body;
    }

    ChannelType channel() {
        return ChannelType.valueOf(channel);
    }

    int version() {
        return version;
    }

    TemplateView view() {
        return new TemplateView(id, name, description, channel, subject, body, variables, active, createdAt, updatedAt,
                version);
    }
}

package dev.cadenza.channel;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.platform.SecretCipher;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The channels that are set up, each an account at a provider. */
@Component
public class ChannelConfigs {

    private final StoredChannels rows;
    private final SecretCipher cipher;
    private final ApplicationEventPublisher events;
    private final ActivityLog activity;
    private final Clock clock;

    ChannelConfigs(StoredChannels rows, SecretCipher cipher, ApplicationEventPublisher events, ActivityLog activity,
            Clock clock) {
        this.rows = rows;
        this.cipher = cipher;
        this.events = events;
        this.activity = activity;
        this.clock = clock;
    }

    /** Published inside the transaction that creates or changes a channel. */
    public record Saved(ChannelConfig channel) {
    }

    /** Published inside the transaction that removes a channel, before it does. */
    public record Removing(UUID channelId) {
    }

    @Transactional(readOnly = true)
    public Optional<ChannelConfig> find(UUID id) {
        return rows.findById(id).map(row -> row.view(cipher));
    }

    /** @throws NotFound where there is none */
    @Transactional(readOnly = true)
    public ChannelConfig get(UUID id) {
        return find(id).orElseThrow(() -> new NotFound("channel", id));
    }

    /** The active ones of a channel, the oldest first. */
    @Transactional(readOnly = true)
    public List<ChannelConfig> active(ChannelType channel) {
        return rows.findByChannelAndActiveTrueOrderByCreatedAtAscIdAsc(channel).stream()
                .map(row -> row.view(cipher)).toList();
    }

    @Transactional(readOnly = true)
    PageResponse<ChannelConfig> page(PageQuery query) {
        return PageResponse.of(rows.findAll(PageRequest.of(query.page(), query.size(), Sort.by("name"))),
                row -> row.view(cipher));
    }

    @Transactional
    ChannelConfig add(ChannelContent content) {
        UUID id = Ids.next();
        requireFree(content.name(), id);
        return saved(new StoredChannel(id, content, cipher, clock.instant()), Action.CHANNEL_CREATED);
    }

    @Transactional
    ChannelConfig change(UUID id, ChannelContent content) {
        StoredChannel row = require(id);
        requireFree(content.name(), id);
        row.change(content, cipher, clock.instant());
        return saved(row, Action.CHANNEL_UPDATED);
    }

    /** @throws Conflict where campaigns, messages or sender accounts use it */
    @Transactional
    void remove(UUID id) {
        StoredChannel row = require(id);
        try {
            events.publishEvent(new Removing(id));
            rows.delete(row);
            rows.flush();
            activity.record(Action.CHANNEL_DELETED, id, Map.of());
        } catch (DataIntegrityViolationException used) {
            throw new Conflict("channel-in-use",
                    "Campaigns, messages or sender accounts use this channel. Deactivate it instead.");
        }
    }

    /**
     * Encrypts every channel's credentials anew that are not encrypted with the present key.
     *
     * @return how many
     */
    @Transactional
    int rotate() {
        List<StoredChannel> old = rows.findByCredentialsKeyNot(cipher.keyId());
        old.forEach(row -> row.encryptAnew(cipher, clock.instant()));
        rows.saveAllAndFlush(old);
        return old.size();
    }

    private ChannelConfig saved(StoredChannel row, Action action) {
        ChannelConfig config = rows.saveAndFlush(row).view(cipher);
        activity.record(action, config.id(), Map.of("name", config.name(), "provider", config.provider(), "active",
                config.active()));
        events.publishEvent(new Saved(config));
        return config;
    }

    private StoredChannel require(UUID id) {
        return rows.findById(id).orElseThrow(() -> new NotFound("channel", id));
    }

    private void requireFree(String name, UUID id) {
        if (rows.existsByNameIgnoreCaseAndIdNot(name, id)) {
            throw new Rejected(FieldError.of("name", "taken", "There is a channel with the name '" + name
                    + "' already."));
        }
    }
}

package dev.cadenza.message;

import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/leads/{leadId}/push-link")
@Tag(name = "Push")
class PushLinkController {

    private final PushTokens tokens;
    private final ChannelConfigs channels;
    private final JdbcTemplate jdbc;

    PushLinkController(PushTokens tokens, ChannelConfigs channels, JdbcTemplate jdbc) {
        this.tokens = tokens;
        this.channels = channels;
        this.jdbc = jdbc;
    }

    record Link(String url) {
    }

    @GetMapping
    @Operation(summary = "The link to the page on which this lead allows notifications of a push channel")
    Link link(@PathVariable UUID leadId, @RequestParam UUID channelId) {
        if (channels.find(channelId).filter(channel -> channel.channel() == ChannelType.PUSH).isEmpty()) {
            throw new Rejected(FieldError.of("channelId", "unknown", "There is no push channel " + channelId + "."));
        }
        if (jdbc.queryForList("select 1 from lead where id = ?", leadId).isEmpty()) {
            throw new NotFound("lead", leadId);
        }
        return new Link(tokens.link(new PushTokens.Subject(leadId, channelId)));
    }
}

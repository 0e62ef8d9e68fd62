package dev.cadenza.channel;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.platform.Sealed;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/channels")
@Tag(name = "Channels", description = "Accounts at providers that messages go through")
class ChannelController {

    private static final int LONGEST_TEXT = 10_000;

    private final ChannelConfigs channels;
    private final ChannelInput input;
    private final ChannelProviders providers;
    private final ChannelTest test;
    private final List<Sealed> others;

    ChannelController(ChannelConfigs channels, ChannelInput input, ChannelProviders providers, ChannelTest test,
            List<Sealed> others) {
        this.channels = channels;
        this.input = input;
        this.providers = providers;
        this.test = test;
        this.others = List.copyOf(others);
    }

    /** @param settings what a channel of this provider needs; secrets belong into {@code credentials} */
    record ProviderView(String id, Set<ChannelType> channels, List<SettingsForm.Entry> settings) {
    }

    record Text(@Nullable String text) {
    }

    /** @param others data sources and sources of enrichment */
    record Rotated(int channels, int others) {
    }

    @GetMapping
    @Operation(summary = "List the channels by name")
    PageResponse<ChannelView> list(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageResponse<ChannelConfig> found = channels.page(PageQuery.of(page, size));
        return new PageResponse<>(found.content().stream().map(ChannelView::of).toList(), found.page(), found.size(),
                found.totalElements(), found.totalPages());
    }

    @GetMapping("/providers")
    @Operation(summary = "The providers there are, with the settings and secrets that each needs")
    List<ProviderView> providers() {
        return providers.all().stream().map(provider -> new ProviderView(provider.id(),
                new TreeSet<>(provider.channels()), SettingsForm.of(provider.settings()).entries())).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a channel; of its secrets only the names")
    ChannelView get(@PathVariable UUID id) {
        return ChannelView.of(channels.get(id));
    }

    @PostMapping
    @Operation(summary = "Set up a channel; only administrators may set base addresses")
    ResponseEntity<ChannelView> create(@RequestBody ChannelRequest request) {
        ChannelConfig added = channels.add(input.check(null, request));
        return ResponseEntity.created(URI.create("/api/v1/channels/" + added.id())).body(ChannelView.of(added));
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change a channel; what is not given stays, its secrets too. Deactivated, what is queued waits")
    ChannelView change(@PathVariable UUID id, @RequestBody ChannelRequest request) {
        return ChannelView.of(channels.change(id, input.check(channels.get(id), request)));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a channel that nothing was or is going to be sent through")
    void remove(@PathVariable UUID id) {
        channels.remove(id);
    }

    @PostMapping("/{id}/test")
    @Operation(summary = "Send one message now, past queues and limits, and say what the provider made of it")
    ChannelTest.Report test(@PathVariable UUID id, @RequestBody ChannelTest.Request request) {
        return test.run(channels.get(id), request);
    }

    @PostMapping("/sms-segments")
    @Operation(summary = "Count what a text costs as an SMS: its encoding, its segments, and the characters that make"
            + " it dear")
    SmsText segments(@RequestBody Text request) {
        if (request.text() == null) {
            throw new Rejected(FieldError.required("text"));
        }
        if (request.text().length() > LONGEST_TEXT) {
            throw new Rejected(FieldError.of("text", "too-long", "A text has at most " + LONGEST_TEXT
                    + " characters."));
        }
        return SmsText.of(request.text());
    }

    @PostMapping("/rotate-credentials")
    @Operation(summary = "Encrypt all credentials with the present key, after it was changed")
    Rotated rotate() {
        return new Rotated(channels.rotate(), others.stream().mapToInt(Sealed::rotate).sum());
    }
}

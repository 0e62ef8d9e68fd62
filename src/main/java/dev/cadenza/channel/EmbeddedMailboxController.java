package dev.cadenza.channel;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A look into the mailboxes of the embedded server without a mail program. */
@RestController
@RequestMapping("/api/v1/mailbox")
@EmbeddedMail
@Tag(name = "Mailbox", description = "The mailboxes of the embedded mail server")
class EmbeddedMailboxController {

    private final EmbeddedMailServer server;

    EmbeddedMailboxController(EmbeddedMailServer server) {
        this.server = server;
    }

    record Address(String address, int mails) {
    }

    record Mail(ReceivedMail mail, List<MailView.HeaderView> headers, @Nullable String text, @Nullable String html,
            List<MailView.Attachment> attachments) {
    }

    @GetMapping
    @Operation(summary = "The addresses that have mail, with the number of mails")
    PageResponse<Address> addresses(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size,
            @RequestParam(defaultValue = "") String search) {
        PageQuery query = PageQuery.of(page, size);
        String part = search.strip().toLowerCase(Locale.ROOT);
        List<Address> all = server.mailboxes().entrySet().stream()
                .filter(mailbox -> mailbox.getKey().contains(part))
                .map(mailbox -> new Address(mailbox.getKey(), mailbox.getValue())).toList();
        List<Address> content = all.stream().skip(query.offset()).limit(query.size()).toList();
        return PageResponse.of(content, query.page(), query.size(), all.size());
    }

    @GetMapping("/{address}")
    @Operation(summary = "The mails of an address, newest first")
    PageResponse<ReceivedMail> mails(@PathVariable String address,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        return PageResponse.of(server.mails(address, query.offset(), query.size()), query.page(), query.size(),
                server.count(address));
    }

    @GetMapping("/{address}/{id}")
    @Operation(summary = "One mail with its headers, text and HTML")
    Mail mail(@PathVariable String address, @PathVariable long id) {
        ReceivedMail mail = server.mail(address, id).orElseThrow(() -> new NotFound("mail", id));
        MailView view = MailView.of(server.raw(id).orElseThrow(() -> new NotFound("mail", id)));
        return new Mail(mail, view.headers(), view.text(), view.html(), view.attachments());
    }
}

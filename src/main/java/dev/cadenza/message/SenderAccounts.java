package dev.cadenza.message;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The addresses that mail is sent from. */
@Component
public class SenderAccounts {

    private final SenderAccountRows rows;
    private final Clock clock;

    SenderAccounts(SenderAccountRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Sender> find(UUID id) {
        return rows.findById(id).map(SenderAccount::view);
    }

    /**
     * The account, for something that is going to send through it.
     *
     * @param field the request's field that names it, such as {@code senderAccountId}
     * @throws Rejected naming {@code field} where there is no such account or it is not active
     */
    @Transactional(readOnly = true)
    public Sender requireActive(UUID id, String field) {
        Sender sender = find(id).orElseThrow(() -> new Rejected(
                FieldError.of(field, "unknown", "There is no sender account " + id + ".")));
        if (!sender.active()) {
            throw new Rejected(FieldError.of(field, "inactive",
                    "The sender account " + sender.email() + " is deactivated."));
        }
        return sender;
    }

    /** @throws Rejected where the address is taken */
    @Transactional
    public Sender add(SenderSettings settings) {
        UUID id = Ids.next();
        requireFree(settings.email(), id);
        return rows.saveAndFlush(new SenderAccount(id, settings, clock.instant())).view();
    }

    @Transactional
    Sender change(UUID id, SenderSettings settings) {
        SenderAccount account = require(id);
        requireFree(settings.email(), id);
        account.change(settings, clock.instant());
        return rows.saveAndFlush(account).view();
    }

    @Transactional
    Sender activate(UUID id) {
        SenderAccount account = require(id);
        account.activate(clock.instant());
        return rows.saveAndFlush(account).view();
    }

    @Transactional
    Sender deactivate(UUID id) {
        SenderAccount account = require(id);
        account.deactivate(clock.instant());
        return rows.saveAndFlush(account).view();
    }

    /** @throws Conflict where anything was or is going to be sent through it */
    @Transactional
    void remove(UUID id) {
        SenderAccount account = require(id);
        try {
            rows.delete(account);
            rows.flush();
        } catch (DataIntegrityViolationException used) {
            throw new Conflict("sender-account-in-use",
                    "Campaigns or messages use this sender account. Deactivate it instead.");
        }
    }

    private SenderAccount require(UUID id) {
        return rows.findById(id).orElseThrow(() -> new NotFound("sender account", id));
    }

    private void requireFree(String email, UUID id) {
        if (rows.existsByEmailAndIdNot(email, id)) {
            throw new Rejected(FieldError.of("email", "taken", "There is a sender account for " + email + " already."));
        }
    }
}

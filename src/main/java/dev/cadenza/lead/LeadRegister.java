package dev.cadenza.lead;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes, changes and removes single leads, and keeps their addresses unique. */
@Component
class LeadRegister {

    private final Leads leads;
    private final LeadAutomation automation;
    private final LeadWatch watch;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    LeadRegister(Leads leads, LeadAutomation automation, LeadWatch watch, PlatformTransactionManager transactions,
            ActivityLog activity, Clock clock) {
        this.leads = leads;
        this.automation = automation;
        this.watch = watch;
        this.transaction = new TransactionTemplate(transactions);
        this.activity = activity;
        this.clock = clock;
    }

    /** @throws AddressTaken where another lead has the e-mail address or the phone number */
    UUID create(LeadInput input) {
        return unique(input, null, () -> {
            UUID id = leads.saveAndFlush(new Lead(input, clock.instant())).id();
            activity.record(Action.LEAD_CREATED, id, Map.of());
            watch.created(List.of(id), clock.instant());
            return id;
        });
    }

    /** @throws AddressTaken where another lead has the e-mail address or the phone number */
    void change(UUID id, LeadInput input) {
        unique(input, id, () -> {
            Lead lead = leads.findById(id).orElseThrow(() -> new NotFound("lead", id));
            LeadWatch.Before before = watch.before(List.of(id));
            lead.change(input, clock.instant());
            activity.record(Action.LEAD_UPDATED, id, Map.of());
            leads.saveAndFlush(lead);
            watch.after(before, clock.instant());
            return id;
        });
    }

    /** What runs for the lead ends in the same transaction. Messages that went out and came in are kept. */
    void delete(UUID id) {
        transaction.executeWithoutResult(status -> {
            automation.stop(id);
            leads.deleteAllByIdInBatch(List.of(id));
            activity.record(Action.LEAD_DELETED, id, Map.of());
        });
    }

    /** Looks before it writes; the constraints of the table decide where two requests do so at the same moment. */
    private UUID unique(LeadInput input, @Nullable UUID self, Supplier<UUID> write) {
        refuseTaken(input, self);
        try {
            return transaction.execute(status -> write.get());
        } catch (DataIntegrityViolationException violation) {
            refuseTaken(input, self);
            throw violation;
        }
    }

    private void refuseTaken(LeadInput input, @Nullable UUID self) {
        refuse("email", input.text("email", null), self, email -> leads.findByEmail(email));
        refuse("phone", input.text("phone", null), self, phone -> leads.findByPhone(phone));
    }

    private static void refuse(String field, @Nullable String address,
            @Nullable UUID self, Function<String, Optional<Lead>> holder) {
        if (address != null) {
            holder.apply(address).filter(lead -> !lead.id().equals(self)).ifPresent(lead -> {
                throw new AddressTaken(field, address, lead.id());
            });
        }
    }
}

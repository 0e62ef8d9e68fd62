package dev.cadenza.platform;

import java.util.Set;
import java.util.UUID;

/**
 * One person as the law means it: a lead, and every address under which anything may be kept about it.
 *
 * @param emails in their normal form, earlier ones too
 * @param phones E.164, and the ids under which messengers know the person
 */
public record Person(UUID leadId, Set<String> emails, Set<String> phones) {

    public Person {
        emails = Set.copyOf(emails);
        phones = Set.copyOf(phones);
    }

    public boolean hasAddress() {
        return !emails.isEmpty() || !phones.isEmpty();
    }
}

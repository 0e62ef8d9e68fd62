package dev.cadenza.journey;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Enrollments are seen by who sees what they belong to. */
@Configuration
class EnrollmentOwners {

    @Bean
    OwnedKind ownersOfEnrollments() {
        return OwnedKind.belonging("enrollments", "enrollment", "enrollment", "owner_id");
    }
}
